package dev.postern.app.service;

/** What a start does when a source can't be read and nothing of it was saved. */
public enum StartPatience {
    FAIL,
    WAIT
}
