package dev.postern.nio.tcp;

import dev.postern.domain.config.RouteConfig;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one worker that live on long after their route was chosen: tunnels of HTTP and of TCP. When a route is
 * removed, its connections go as it wished.
 */
public final class Sessions {
    /** One such connection. Known by identity. */
    public interface Session {
        /** Ends both its sides at once. */
        void cut();
    }

    private record Stay(String route, RouteConfig.OnRemoval onRemoval, Timeout leave) {}

    private final EventLoop loop;
    private final Map<Session, Stay> stays = new HashMap<>();

    public Sessions(EventLoop loop) {
        this.loop = loop;
    }

    public void begin(Session session, String route, RouteConfig.OnRemoval onRemoval) {
        stays.put(session, new Stay(route, onRemoval, new Timeout(session::cut)));
    }

    /** Nothing where it never began. */
    public void end(Session session) {
        Stay stay = stays.remove(session);
        if (stay != null) {
            loop.timers().cancel(stay.leave);
        }
    }

    /** There are these routes from now on; whoever drains has the time. */
    public void use(Set<String> routes, long drainNanos) {
        for (Session session : new ArrayList<>(stays.keySet())) {
            Stay stay = stays.get(session);
            if (stay == null) {
                continue;
            }
            if (routes.contains(stay.route)) {
                loop.timers().cancel(stay.leave);
            } else {
                remove(session, stay, drainNanos);
            }
        }
    }

    private void remove(Session session, Stay stay, long drainNanos) {
        switch (stay.onRemoval) {
            case KEEP -> {}
            case DRAIN -> {
                if (!stay.leave.isArmed()) {
                    loop.timers().arm(stay.leave, loop.nowNanos() + drainNanos);
                }
            }
            case CLOSE -> session.cut();
        }
    }
}
