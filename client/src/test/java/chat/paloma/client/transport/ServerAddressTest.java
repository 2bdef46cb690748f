package chat.paloma.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "chat.example, https://chat.example",
        "https://Chat.Example:443/, https://chat.example",
        "https://chat.example:8443/x?y#z, https://chat.example:8443",
        "http://localhost:80, http://localhost",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://[::1]:8080, http://[::1]:8080"
    })
    void readsWhatPeopleType(String typed, String origin) {
        assertEquals(origin, ServerAddress.parse(typed).origin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ftp://chat.example", "https://", "https://me@chat.example", "https://a b", "https://x:99999"
            })
    void refusesWhatIsNoAddress(String typed) {
        assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(typed));
    }

    /** Over plain HTTP everybody on the way sees who talks to whom, and could send another proof. */
    @Test
    void refusesPlainHttpToOtherMachines() {
        assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse("http://chat.example"));
    }

    @Test
    void knowsWhereToConnect() {
        assertEquals(
                URI.create("wss://chat.example:8443/v1/connect"),
                ServerAddress.parse("https://chat.example:8443").connection());
        assertEquals(
                URI.create("ws://localhost:1/v1/connect"),
                ServerAddress.parse("http://localhost:1").connection());
    }

    @Test
    void readsInvites() {
        String token = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
        InviteLink link = InviteLink.parse("http://localhost:8080/#join=" + token);
        assertEquals(Optional.of(new ServerAddress("http://localhost:8080")), link.server());
        assertEquals(link.token(), InviteLink.parse(token).token());
        assertEquals(31, link.token().at(31));
        assertThrows(IllegalArgumentException.class, () -> InviteLink.parse(token.substring(1)));
        assertThrows(IllegalArgumentException.class, () -> InviteLink.parse("not an invite"));
    }
}
