package dev.postern.config.etcd;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks one question after another of whichever member answers. Calls wait. One thread. */
final class Questions {
    private final EtcdMembers members;
    private final String subject;
    private int member;

    /** No member answered. The message is for the operator: one line. */
    static final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean isRefusal;

        UnansweredException(String message, boolean isRefusal) {
            super(message);
            this.isRefusal = isRefusal;
        }

        /** True when a member did answer, by a no: then it has done nothing. */
        boolean isRefusal() {
            return isRefusal;
        }
    }

    /** @param subject what permissions are needed for */
    Questions(EtcdMembers members, String subject) {
        this.members = members;
        this.subject = subject;
    }

    /** Turns to the next member when one fails; a token that has ended is renewed without a word. */
    <T> T ask(Function<Channel, T> question) throws UnansweredException {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < members.count(); i++) {
            try {
                return askWithFreshToken(question);
            } catch (RuntimeException e) {
                failures.add(members.name(member) + ": " + Failures.line(e, subject));
                if (Failures.isAnswer(e)) {
                    break;
                }
                member = (member + 1) % members.count();
            }
        }
        throw new UnansweredException(String.join("; ", failures), false);
    }

    /** The same at the member that answered last, and at no other: what was written there must not be written twice. */
    <T> T askOnce(Function<Channel, T> question) throws UnansweredException {
        try {
            return askWithFreshToken(question);
        } catch (RuntimeException e) {
            throw new UnansweredException(
                    members.name(member) + ": " + Failures.line(e, subject), Failures.isAnswer(e));
        }
    }

    private <T> T askWithFreshToken(Function<Channel, T> question) {
        try {
            return question.apply(members.authenticated(member));
        } catch (RuntimeException e) {
            if (!Failures.isTokenRefused(e)) {
                throw e;
            }
            members.forgetToken();
            return question.apply(members.authenticated(member));
        }
    }
}
