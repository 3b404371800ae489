package dev.postern.domain.upstream;

/** Places for requests at one endpoint, counted for all workers together. One worker asks; only where limits are written. */
public interface Places {
    Places UNLIMITED = new Places() {
        @Override
        public boolean areThere() {
            return true;
        }

        @Override
        public boolean take() {
            return true;
        }

        @Override
        public void giveBack() {}

        @Override
        public void takeAnyway(int count) {}

        @Override
        public void giveBackQuietly(int count) {}
    };

    /** Whether one more request may begin; another worker may be quicker. */
    boolean areThere();

    /** False when there is none. */
    boolean take();

    /** Whoever waits for it may have it. */
    void giveBack();

    /** For requests that are under way when they begin to be counted here. */
    void takeAnyway(int count);

    /** Requests that are under way are not counted here any more. */
    void giveBackQuietly(int count);
}
