package dev.stillhouse.runner.decide;

/**
 * What steps may have committed before they finished.
 *
 * @param told number of the last step that made a commit of its own; 0 if none did
 * @param possible number of the last step that may have made one of which nothing was told; 0 if none may
 */
public record CommitsInside(int told, int possible) {
    public static final CommitsInside NONE = new CommitsInside(0, 0);

    public CommitsInside andTold(int step) {
        return new CommitsInside(step, possible);
    }

    public CommitsInside andPossible(int step) {
        return new CommitsInside(told, step);
    }
}
