package chat.paloma.client.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.profile.EncryptedProfile;
import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final RoomId ROOM = new RoomId(bytes(1));
    private static final RoomId OTHER_ROOM = new RoomId(bytes(2));
    private static final AccountId ANA = new AccountId(bytes(3));
    private static final AccountId BEN = new AccountId(bytes(4));

    private final FullText text = new FullText();

    @TempDir
    private Path folder;

    private static ByteString bytes(int number) {
        byte[] bytes = new byte[32];
        bytes[30] = (byte) (number >> 8);
        bytes[31] = (byte) number;
        return ByteString.adopt(bytes);
    }

    private static SearchDocument document(int id, RoomId room, AccountId author, String said) {
        return new SearchDocument(room, new OperationId(bytes(id)), author, id, said);
    }

    @AfterEach
    void end() {
        text.close();
    }

    private List<Integer> find(String query) {
        return ids(text.find(SearchQuery.of(query)));
    }

    private static List<Integer> ids(List<SearchHit> hits) {
        return hits.stream().map(hit -> (int) hit.time()).toList();
    }

    @Test
    void findsWordsByTheirBeginningsTheNewestFirst() {
        text.put(List.of(
                document(1, ROOM, ANA, "The Café opens on Friday"),
                document(2, ROOM, BEN, "which friday?"),
                document(3, OTHER_ROOM, ANA, "Öl für die Maschine")));
        assertEquals(List.of(2, 1), find("fri"));
        assertEquals(List.of(1), find("cafe FRIDAY"));
        assertEquals(List.of(3), find("ol mas"));
        assertEquals(List.of(1), find("\"opens on\""));
        assertEquals(List.of(), find("\"on opens\""));
        assertEquals(List.of(), find("riday"));
        assertEquals(List.of(1), ids(text.find(new SearchQuery("friday", Optional.of(ROOM), Optional.of(ANA), 10))));
        assertEquals(
                List.of(), ids(text.find(new SearchQuery("friday", Optional.of(OTHER_ROOM), Optional.empty(), 10))));
        assertEquals(
                1,
                text.find(new SearchQuery("friday", Optional.empty(), Optional.empty(), 1))
                        .size());
    }

    @Test
    void showsAPartWithWhatWasFound() {
        text.put(List.of(document(
                1, ROOM, ANA, "so ".repeat(40) + "the \u0002lighthouse keeper\u0003 said " + "no ".repeat(40))));
        SearchHit hit = text.find(SearchQuery.of("light keep")).getFirst();
        assertTrue(hit.snippet().length() < 200, hit.snippet());
        assertEquals(
                List.of("lighthouse", "keeper"),
                hit.matches().stream()
                        .map(span -> hit.snippet().substring(span.from(), span.to()))
                        .toList());
    }

    @Test
    void whatIsEditedOrDeletedIsNotFoundAsItWas() {
        text.put(List.of(document(1, ROOM, ANA, "draft"), document(2, ROOM, ANA, "secret")));
        text.put(List.of(document(1, ROOM, ANA, "final"), document(2, ROOM, ANA, "")));
        assertEquals(List.of(), find("draft"));
        assertEquals(List.of(), find("secret"));
        assertEquals(List.of(1), find("final"));
        assertEquals(1, text.size());
    }

    @Test
    void whatSomebodyTypesIsNeverAnExpression() {
        text.put(List.of(document(1, ROOM, ANA, "near or not")));
        for (String typed :
                List.of("NEAR(a b)", "a OR b", "text:near", "near*", "^near", "a - b", "(", "x\" OR near")) {
            text.find(SearchQuery.of(typed + " x"));
        }
        assertEquals(List.of(1), find("not OR near"));
        assertThrows(IllegalArgumentException.class, () -> SearchQuery.of(" \"\" * ( "));
        assertThrows(IllegalArgumentException.class, () -> new SearchQuery("a", Optional.empty(), Optional.empty(), 0));
    }

    /** The index is loaded from segments, whose later documents count, and is written anew without what was replaced. */
    @Test
    void isLoadedFromSegments() {
        try (EncryptedProfile profile = EncryptedProfile.open(
                ProfileOptions.unprotected(folder.resolve("profile")), new JdkCrypto(), new SystemRandom())) {
            List<SearchDocument> documents = new ArrayList<>();
            for (int i = 1; i <= 600; i++) {
                documents.add(document(i, ROOM, ANA, "message " + i));
            }
            assertTrue(SearchSegments.rewrite(profile, 1, documents));
            SearchSegments.Page page = SearchSegments.read(profile, 0);
            assertEquals(documents, page.documents());
            assertEquals(4, page.next());
            assertTrue(page.last());
            // Somebody else wrote meanwhile: nothing is lost.
            assertFalse(SearchSegments.rewrite(profile, 1, List.of()));
            assertTrue(SearchSegments.rewrite(profile, page.next(), documents.subList(0, 10)));
            assertEquals(
                    documents.subList(0, 10), SearchSegments.read(profile, 0).documents());
        }
    }
}
