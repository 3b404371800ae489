package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceTest {
    private static Instance of(int port, Double... share) {
        return new Instance(
                new EndpointConfig(new Address("10.0.0.1", port), 3, false, Optional.empty()),
                List.of(share).stream().findFirst());
    }

    private static List<Integer> weights(Instance... instances) {
        return Instance.endpoints(List.of(List.of(instances))).stream()
                .map(EndpointConfig::weight)
                .toList();
    }

    @Test
    void withoutSharesWeightsStayAsTheyAre() {
        assertEquals(List.of(3, 3), weights(of(1), of(2)));
    }

    @Test
    void aShareIsOfAllTrafficAndTheRestIsEven() {
        assertEquals(List.of(500, 4750, 4750), weights(of(1, 0.05), of(2), of(3)));
    }

    @Test
    void sharesOfMoreThanAllLeaveTheOthersNothing() {
        assertEquals(List.of(5000, 5000, 0), weights(of(1, 0.8), of(2, 0.8), of(3)));
    }

    @Test
    void aTinyShareIsNotNone() {
        assertEquals(1, weights(of(1, 0.00001), of(2)).getFirst());
    }

    @Test
    void anAddressOfTwoServicesIsOneEndpoint() {
        assertEquals(
                1,
                Instance.endpoints(List.of(List.of(of(1)), List.of(of(1, 0.5)))).size());
    }
}
