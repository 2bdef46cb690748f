package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.client.Client;
import chat.paloma.client.ClientOptions;
import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on the page about bots: it is short, it compiles, and it answers. */
@Timeout(180)
class EchoBotTest {
    private static final Path PAGE = Path.of("..", "docs", "bots.md");

    @TempDir
    private Path folder;

    // JUnit fills in the field before each test.
    @SuppressWarnings("NullAway.Init")
    EchoBotTest() {}

    private static String program() throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertTrue(block.find(), "the page has a program");
        return block.group(1);
    }

    @Test
    void theBotOfThePageAnswers() throws Exception {
        String program = program();
        assertTrue(program.lines().count() < 40);
        Path source = Files.writeString(folder.resolve("EchoBot.java"), program);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        System.err,
                        System.err,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertEquals(0, result, "the program on the page compiles");
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        Node node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        try (Member ana = Member.register("ana", administratorLink(node))) {
            Path profile = folder.resolve("echo");
            register(profile, ((Outcome.Text) ana.perform(new Command.CreateInvite(false, 1))).text());
            Thread bot = start(classes, profile);
            RoomId room = ana.room(new Command.OpenDirect(
                    ((Outcome.Account) ana.perform(new Command.LookUp(new Handle("echo")))).account()));
            ana.perform(Command.SendMessage.of(room, "coo"));
            ana.await(view -> Member.texts(view, room).contains("ana said: coo"));
            bot.interrupt();
            bot.join(Duration.ofSeconds(30));
        } finally {
            node.stop();
        }
    }

    private static String administratorLink(Node node) {
        return AdministratorLink.of(node);
    }

    private static void register(Path profile, String link) throws Exception {
        InviteLink invite = InviteLink.parse(link);
        try (Client client = Client.open(ClientOptions.of(ProfileOptions.unprotected(profile)))) {
            client.perform(
                    new Command.Register(
                            invite.server().orElseThrow().origin(), Optional.of(invite.token()), new Handle("echo")),
                    Duration.ofSeconds(60));
            assertTrue(client.awaitOnline(Duration.ofSeconds(60)));
        }
    }

    private static Thread start(Path classes, Path profile) throws Exception {
        Class<?> bot = Class.forName(
                "EchoBot",
                true,
                new URLClassLoader(
                        new URL[] {classes.toUri().toURL()},
                        Thread.currentThread().getContextClassLoader()));
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                bot.getMethod("main", String[].class).invoke(null, (Object) new String[] {profile.toString()});
            } catch (ReflectiveOperationException e) {
                // It is interrupted at the end.
            }
        });
    }
}
