package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Balancer;
import dev.postern.domain.upstream.Candidates;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.Rotation;

/**
 * Everybody in turn. With weights the turns are spread out: each pick credits every candidate its weight, the richest
 * wins and pays for the whole round.
 */
final class RoundRobin implements Balancer {
    @Override
    public int pick(Candidates candidates, PickRequest request) {
        return candidates.areAlike() ? rotate(candidates, request) : smooth(candidates, request);
    }

    private static int rotate(Candidates candidates, PickRequest request) {
        Rotation rotation = candidates.rotation();
        int size = candidates.size();
        // why: a further try is nobody's turn; were it one, whoever fails would be followed by the same one each time.
        boolean isTurn = !request.hasTried();
        int at = isTurn ? rotation.start(size) : (int) request.chance().below(size);
        for (int i = 0; i < size; i++) {
            if (request.isOpen(candidates.at(at))) {
                if (isTurn) {
                    rotation.moveBehind(at);
                }
                return at;
            }
            at = at + 1 == size ? 0 : at + 1;
        }
        return NONE;
    }

    private static int smooth(Candidates candidates, PickRequest request) {
        for (int i = candidates.rotation().headStart(candidates); i > 0; i--) {
            turn(candidates, request);
        }
        return turn(candidates, request);
    }

    private static int turn(Candidates candidates, PickRequest request) {
        int best = NONE;
        long most = Long.MIN_VALUE;
        long round = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (request.isOpen(candidates.at(i))) {
                int weight = candidates.weight(i);
                long turn = candidates.at(i).turnBy(weight);
                round += weight;
                if (turn > most) {
                    most = turn;
                    best = i;
                }
            }
        }
        if (best != NONE) {
            candidates.at(best).turnBy(-round);
        }
        return best;
    }
}
