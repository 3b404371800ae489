#!/bin/sh
# Puts a whole configuration into Consul, a key for each element, and changes one of them.
#
#   consul agent -dev
#   sh put-config.sh
#   postern run --config consul://127.0.0.1:8500/postern
set -eu

consul kv put postern/listeners/web '{ address: ":8080" }'
consul kv put postern/upstreams/users '{ discover: { consul: { service: users } } }'
consul kv put postern/routes/users '{ match: { prefix: /users }, upstream: users }'
consul kv put postern/routes/welcome '{ respond: { body: "Welcome to the reverse proxy!" } }'
