package chat.paloma.cli.client;

import chat.paloma.client.ClientException;
import chat.paloma.client.Messenger;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.Handle;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes an account, with the profile as its first device. */
@Command(
        name = "register",
        description = {
            "Make an account, with this profile as its first device.",
            "There is no recovery key: whoever loses the profile loses the account.",
            ""
        })
final class RegisterCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOptions profile;

    @Option(names = "--server", paramLabel = "URL", description = "The server. A link as --invite names it already.")
    private @Nullable String server;

    @Option(names = "--invite", paramLabel = "LINK", description = "An invite: the link, or the token in it.")
    private @Nullable String invite;

    @Option(names = "--handle", paramLabel = "NAME", required = true, description = "How others find you.")
    private String handle;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    RegisterCommand() {}

    @Override
    public Integer call() throws Exception {
        Handle name = handle(spec, handle);
        Optional<InviteLink> link = link();
        ServerAddress address = address(link);
        Optional<ByteString> token = link.map(InviteLink::token);
        profile.run((store, http) -> {
            Messenger.register(store, http, address, token, name);
            // The first connection publishes key packages, so that others can write from now on.
            Messenger.connect(store, http, printing(spec, false)).close();
            spec.commandLine().getOut().println("registered '" + name + "' at " + address);
        });
        return 0;
    }

    private Optional<InviteLink> link() {
        try {
            return Optional.ofNullable(invite).map(InviteLink::parse);
        } catch (IllegalArgumentException e) {
            throw wrong(spec, e);
        }
    }

    private ServerAddress address(Optional<InviteLink> link) {
        try {
            Optional<ServerAddress> named = Optional.ofNullable(server).map(ServerAddress::parse);
            Optional<ServerAddress> linked = link.flatMap(InviteLink::server);
            if (named.isPresent() && linked.isPresent() && !named.equals(linked)) {
                throw new ClientException("the invite is for " + linked.get() + ", not for " + named.get());
            }
            return named.or(() -> linked)
                    .orElseThrow(() -> new IllegalArgumentException("name the server: --server URL"));
        } catch (IllegalArgumentException e) {
            throw wrong(spec, e);
        }
    }

    static Handle handle(CommandSpec spec, String text) {
        try {
            return new Handle(text);
        } catch (IllegalArgumentException e) {
            throw wrong(spec, e);
        }
    }

    static ParameterException wrong(CommandSpec spec, IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }

    static PrintingListener printing(CommandSpec spec, boolean json) {
        return new PrintingListener(
                spec.commandLine().getOut(), spec.commandLine().getErr(), json);
    }
}
