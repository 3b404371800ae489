package dev.postern.planted.nio;

import com.fasterxml.jackson.databind.ObjectMapper;

public final class TransportKnowsJackson {
    public ObjectMapper mapper() {
        return new ObjectMapper();
    }
}
