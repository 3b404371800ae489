package dev.postern.domain.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdminRulesTest {
    private static final String LONG_ENOUGH = "0123456789abcdef";

    private static AdminConfig admin(Address address, String token, String... hosts) {
        return new AdminConfig(address, Optional.of(token).filter(text -> !text.isEmpty()), List.of(hosts));
    }

    private static List<String> problems(AdminConfig admin) {
        TestConfig config = new TestConfig()
                .listener("web", 8080, ListenerConfig.Protocol.HTTP, Optional.empty())
                .add(Section.ADMIN, "", admin);
        return switch (TestConfig.compile(config.elements(), Optional.empty(), Thoroughness.CHANGES)) {
            case Compilation.Compiled _ -> List.of();
            case Compilation.Rejected rejected ->
                rejected.problems().stream()
                        .filter(Problem::isError)
                        .map(problem -> problem.path() + ": " + problem.message())
                        .toList();
        };
    }

    static Stream<AdminConfig> sound() {
        return Stream.of(
                admin(new Address("127.0.0.1", 9901), ""),
                admin(new Address("127.1.2.3", 9901), ""),
                admin(new Address("localhost", 0), ""),
                admin(new Address("::1", 9901), "", "proxy.internal"),
                admin(new Address("", 9901), LONG_ENOUGH),
                admin(new Address("10.0.0.7", 9901), LONG_ENOUGH));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void takesWhatStrangersCannotUse(AdminConfig admin) {
        assertEquals(List.of(), problems(admin));
    }

    static Stream<Arguments> unsound() {
        String open = " can be reached from other machines, which asks for a token; write one, like token: "
                + "${file:/run/secrets/admin}, or an address of this machine alone, like 127.0.0.1:9901";
        return Stream.of(
                Arguments.of(admin(new Address("", 9901), ""), "admin.address: :9901" + open),
                Arguments.of(admin(new Address("0.0.0.0", 9901), ""), "admin.address: 0.0.0.0:9901" + open),
                Arguments.of(
                        admin(new Address("127.example.com", 9901), ""), "admin.address: 127.example.com:9901" + open),
                Arguments.of(
                        admin(Address.unix("/run/admin.sock"), ""),
                        "admin.address: found unix:/run/admin.sock, expected host:port: the admin API has no Unix-domain"
                                + " sockets"),
                Arguments.of(
                        admin(new Address("127.0.0.1", 9901), "short"),
                        "admin.token: found 5 characters, expected 16 or more"),
                Arguments.of(
                        admin(new Address("127.0.0.1", 9901), LONG_ENOUGH + " 7"),
                        "admin.token: found a space or a character that is not ASCII, which a header field can't carry"),
                Arguments.of(
                        admin(new Address("127.0.0.1", 9901), "", "a:80"),
                        "admin.hosts[0]: found 'a:80', expected a host name, without a port"),
                Arguments.of(
                        admin(new Address("", 8080), LONG_ENOUGH),
                        "admin.address: :8080 is the address of listener web as well"));
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void refusesWhatIsOpenToStrangersOrCannotBe(AdminConfig admin, String problem) {
        assertEquals(List.of(problem), problems(admin));
    }

    @Test
    void doesNotTellTheToken() {
        assertEquals(
                "AdminConfig[address=127.0.0.1:9901, hosts=[]]",
                admin(new Address("127.0.0.1", 9901), LONG_ENOUGH).toString());
    }
}
