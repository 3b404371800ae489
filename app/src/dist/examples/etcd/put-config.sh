#!/bin/sh
# Puts a whole configuration into etcd, a key for each element.
#
#   sh put-config.sh
#   postern run --config etcd://127.0.0.1:2379/postern
set -eu

etcdctl put postern/listeners/web '{ address: ":8080" }'
etcdctl put postern/upstreams/users '{ discover: { etcd: { prefix: /services/users } } }'
etcdctl put postern/routes/users '{ match: { prefix: /users }, upstream: users }'
etcdctl put postern/routes/welcome '{ respond: { body: "Welcome to the reverse proxy!" } }'
