package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A member of a {@link GroupWorld} with what it has seen. */
final class WorldMember {
    /** An application message on its way. */
    record Text(String text, long epoch, MlsMessage message) {}

    final Device device;
    final List<Text> inbox = new ArrayList<>();
    /** How much of the lane it has read. */
    int read;

    private final Set<Text> heard = new HashSet<>();
    private final long joined;

    WorldMember(Device device, int read) {
        this.device = device;
        this.read = read;
        this.joined = device.group().context().epoch();
    }

    long epoch() {
        return device.group().context().epoch();
    }

    /** Takes any message of its inbox. Returns what came of it. */
    Optional<String> hear(Random choice) throws Exception {
        if (inbox.isEmpty()) {
            return Optional.empty();
        }
        Text text = inbox.remove(choice.nextInt(inbox.size()));
        if (text.epoch() > epoch()) {
            assertBreaks(ValidationRule.FRAME_EPOCH, () -> device.receive(text.message()));
            inbox.add(text);
            return Optional.of("early");
        }
        if (text.epoch() < joined
                || (text.epoch() < epoch() && !device.group().pastEpochs().contains(text.epoch()))) {
            assertThrows(MlsException.class, () -> device.receive(text.message()));
            return Optional.of("too late");
        }
        if (!heard.add(text)) {
            assertBreaks(ValidationRule.GENERATION_UNUSED, () -> device.receive(text.message()));
            return Optional.of("doubled");
        }
        boolean late = text.epoch() < epoch();
        device.hears(text.text(), text.message());
        return Optional.of(late ? "heard late" : "heard");
    }

    /** A handshake message out of turn changes nothing, whatever becomes of it; a proposal twice is one proposal. */
    void refuses(MlsMessage message) throws Exception {
        ByteString before = device.group().epochAuthenticator();
        try {
            device.group().open(Device.sent(message));
        } catch (MlsException e) {
            assertEquals(before, device.group().epochAuthenticator());
        }
    }
}
