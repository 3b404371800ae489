package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.Network;
import java.util.List;

/** The client's address is in one of these networks. */
final class SourceCondition implements Condition {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final List<Network> networks;

    SourceCondition(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    @Override
    public boolean holds(RequestView request, FieldCursor cursor) {
        return holds(request.clientAddress());
    }

    boolean holds(Slice address) {
        byte[] bytes = address.array();
        // why: a dual-stack socket may show 10.1.2.3 as ::ffff:10.1.2.3.
        boolean isMapped = address.length() == 16 && address.startsWith(MAPPED);
        for (int i = 0; i < networks.size(); i++) {
            Network network = networks.get(i);
            if (network.contains(bytes, address.start(), address.end())
                    || (isMapped && network.contains(bytes, address.start() + MAPPED.length, address.end()))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String failure(RequestView request) {
        String client = request.clientIp().isEmpty()
                ? "without an address"
                : request.clientIp().text();
        return "client " + client + " is in none of " + networks;
    }

    @Override
    public String signature() {
        return "sources "
                + networks.stream().map(Network::toString).sorted().distinct().toList();
    }
}
