package chat.paloma.cli.client;

import chat.paloma.client.profile.Protection;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.client.transport.PlainText;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.DeviceInfo;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.Handle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about this account and its devices. */
@SuppressWarnings("NullAway.Init") // picocli fills in the fields before anything else happens.
final class AccountCommands {
    private AccountCommands() {}

    static Handle handle(String text) {
        try {
            return new Handle(text.startsWith("@") ? text.substring(1) : text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static ServerAddress server(String text) {
        try {
            return ServerAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static JsonLine json(Work work, EngineView view) {
        JsonLine line = JsonLine.of(JsonType.ACCOUNT)
                .put(JsonField.SERVER, view.origin())
                .put(JsonField.PROFILE, work.folder().toString())
                .put(JsonField.KEPT_IN, Describe.lower(work.client().protection()))
                .put(JsonField.CONNECTION, Describe.lower(work.client().connection()))
                .put(JsonField.ROOMS, view.rooms().size())
                .put(JsonField.WAITING, waiting(view));
        view.identity()
                .ifPresent(identity -> line.put(
                                JsonField.HANDLE, identity.handle().value())
                        .put(JsonField.ACCOUNT, identity.account().toString())
                        .put(JsonField.DEVICE, identity.address().device().toString()));
        return line;
    }

    private static int waiting(EngineView view) {
        return view.rooms().stream()
                .flatMap(id -> view.room(id).stream())
                .mapToInt(EngineView.RoomInfo::waiting)
                .sum();
    }

    /** Waits for a new device to be in its account's rooms, and to have read what was written before. */
    private static void settleIn(Work work) throws InterruptedException {
        if (work.tryOnline() && !work.await(EngineView::isSettledIn)) {
            work.output().notice("rooms and older messages are still coming in");
        }
    }

    /** Says who the device now is, with what it must not forget. */
    private static void began(Work work, String how, Optional<String> recoveryKey) throws InterruptedException {
        JsonLine line = work.look(view -> json(work, view)).put(JsonField.RECOVERY_KEY, recoveryKey);
        Protection protection = work.client().protection();
        String text = how + "\nkept in: " + protection.words()
                + recoveryKey
                        .map(key -> "\nrecovery key: " + key
                                + "\nKeep it somewhere safe. It is not shown again, and without it nobody brings the account"
                                + " back once all devices are lost.")
                        .orElse("");
        work.output().result(text, line);
    }

    @CommandLine.Command(
            name = "register",
            description = "Make an account, with this profile as its first device. Prints the recovery key.")
    static final class Register extends ClientTask {
        @Option(names = "--server", paramLabel = "URL", description = "The server. An invite link names it already.")
        private @Nullable String server;

        @Option(names = "--invite", paramLabel = "LINK", description = "An invite: the link, or the token in it.")
        private @Nullable String invite;

        @Option(
                names = {"--name", "--handle"},
                paramLabel = "NAME",
                description = "How others find you: your handle. A link that resets an account names it already.")
        private @Nullable String handle;

        @Override
        void run(Work work) throws Exception {
            Optional<InviteLink> link = Optional.ofNullable(invite).map(Register::link);
            Handle name = name(link.flatMap(InviteLink::handle));
            ServerAddress address = address(link);
            Optional<ByteString> token = link.map(InviteLink::token);
            Outcome outcome = work.perform(new Command.Register(address.origin(), token, name));
            // The first connection publishes key packages, so that others can write from now on.
            work.tryOnline();
            began(work, "registered '" + name + "' at " + address, Optional.of(((Outcome.Text) outcome).text()));
        }

        private Handle name(Optional<Handle> fromLink) {
            Optional<Handle> typed = Optional.ofNullable(handle).map(AccountCommands::handle);
            if (fromLink.isPresent() && typed.isPresent() && !typed.equals(fromLink)) {
                throw Failure.usage("the link is for '" + fromLink.get() + "'");
            }
            return fromLink.or(() -> typed).orElseThrow(() -> Failure.usage("--name is missing"));
        }

        private static InviteLink link(String text) {
            try {
                return InviteLink.parse(text);
            } catch (IllegalArgumentException e) {
                throw Failure.usage(String.valueOf(e.getMessage()));
            }
        }

        private ServerAddress address(Optional<InviteLink> link) {
            Optional<ServerAddress> named = Optional.ofNullable(server).map(AccountCommands::server);
            Optional<ServerAddress> linked = link.flatMap(InviteLink::server);
            if (named.isPresent() && linked.isPresent() && !named.equals(linked)) {
                throw Failure.usage("the invite is for " + linked.get() + ", not for " + named.get());
            }
            return named.or(() -> linked).orElseThrow(() -> Failure.usage("name the server: --server URL"));
        }
    }

    @CommandLine.Command(
            name = "recover",
            description = {
                "Come back with the recovery key, on a blank profile.",
                "The account's other devices are taken off it. The key is read from standard input without --key-file.",
                ""
            })
    static final class Recover extends ClientTask {
        @Option(names = "--server", paramLabel = "URL", required = true, description = "The server.")
        private String server;

        @Option(
                names = {"--name", "--handle"},
                paramLabel = "NAME",
                required = true,
                description = "Your handle.")
        private String handle;

        @Option(names = "--key-file", paramLabel = "FILE", description = "The recovery key is in this file.")
        private @Nullable Path keyFile;

        @Override
        void run(Work work) throws Exception {
            ServerAddress address = server(server);
            Handle name = handle(handle);
            work.perform(new Command.Recover(address.origin(), name, key()));
            settleIn(work);
            began(work, "'" + name + "' is back at " + address, Optional.empty());
        }

        private String key() throws IOException {
            String text = keyFile == null
                    ? new String(System.in.readNBytes(4096), java.nio.charset.StandardCharsets.UTF_8)
                    : Files.readString(keyFile);
            if (text.isBlank()) {
                throw Failure.usage("the recovery key is empty");
            }
            return text.strip();
        }
    }

    @CommandLine.Command(name = "status", description = "Show whose device this is, and how it fares.")
    static final class Status extends ClientTask {
        @Override
        void run(Work work) throws Exception {
            work.requireAccount();
            work.tryOnline();
            JsonLine line = work.look(view -> json(work, view));
            String text = work.look(view -> view.identity().orElseThrow().handle() + " at "
                    + view.origin().orElseThrow() + "\nkept in: "
                    + work.client().protection().words() + "\n"
                    + Describe.lower(work.client().connection()) + ", "
                    + view.rooms().size() + " rooms, " + waiting(view) + " messages not sent yet");
            work.output().result(text, line);
        }
    }

    @CommandLine.Command(name = "devices", description = "List the devices of your account.")
    static final class Devices extends ClientTask {
        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            for (DeviceInfo device : work.look(EngineView::devices)) {
                work.output()
                        .result(
                                device.id() + "  since " + Describe.time(device.addedAt())
                                        + (device.current() ? "  (this one)" : ""),
                                JsonLine.of(JsonType.DEVICE)
                                        .put(JsonField.DEVICE, device.id().toString())
                                        .put(JsonField.TIME, device.addedAt())
                                        .put(JsonField.CURRENT, device.current()));
            }
        }
    }

    @CommandLine.Command(
            name = "reset-account",
            description = {
                "Make a link for somebody who has neither a device nor the recovery key any more, for administrators of the"
                        + " server.",
                "Whoever registers with it takes the name over with a new account, and the old account ends. Others see the"
                        + " change, and rooms have to let the new account in.",
                ""
            })
    static final class ResetAccount extends ClientTask {
        private static final int LONGEST = 30;

        @Parameters(paramLabel = "WHO", description = "A handle.")
        private String who;

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "7",
                description = "How long the link is good for, at most 30. Default: ${DEFAULT-VALUE}.")
        private int days;

        @Override
        void run(Work work) throws Exception {
            if (days < 1 || days > LONGEST) {
                throw Failure.usage("--days takes 1 to " + LONGEST);
            }
            work.requireOnline();
            Outcome outcome = work.perform(new Command.CreateReset(work.names().person(who), days));
            String link = PlainText.line(((Outcome.Text) outcome).text());
            work.output().result(link, JsonLine.of(JsonType.LINK).put(JsonField.LINK, link));
        }
    }

    @CommandLine.Command(name = "revoke", description = "Take a device off your account, and out of all rooms.")
    static final class Revoke extends ClientTask {
        @Parameters(paramLabel = "DEVICE", description = "The beginning of its id, as 'devices' shows it.")
        private String device;

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description =
                        "The recovery key is in this file. With it the account's list key is changed as well, which the"
                                + " device knows.")
        private @Nullable Path keyFile;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            List<DeviceId> found = work.look(EngineView::devices).stream()
                    .map(DeviceInfo::id)
                    .filter(each -> each.toString().startsWith(device.toLowerCase(Locale.ROOT)))
                    .toList();
            if (found.size() != 1) {
                throw Failure.refused(
                        found.isEmpty()
                                ? "the account has no such device: './paloma client devices' lists them"
                                : "'" + device + "' could be several devices: give more of the id");
            }
            Optional<String> key = keyFile == null
                    ? Optional.empty()
                    : Optional.of(Files.readString(keyFile).strip());
            work.perform(new Command.RevokeDevice(found.getFirst(), key));
            work.output().done("revoked " + found.getFirst());
        }
    }

    @CommandLine.Command(
            name = "link",
            description = {
                "Link another device to your account.",
                "On the new device: 'link --server URL' shows a code, and waits. On a device that you have: 'link CODE'.",
                ""
            })
    static final class Link extends ClientTask {
        @Option(names = "--server", paramLabel = "URL", description = "On the new device: the server.")
        private @Nullable String server;

        @Parameters(
                arity = "0..1",
                paramLabel = "CODE",
                description = "On a device that you have: the code of the new one.")
        private @Nullable String code;

        @Override
        void run(Work work) throws Exception {
            if ((server == null) == (code == null)) {
                throw Failure.usage(
                        "give --server URL on the new device, or the code of the new device on another one");
            }
            if (code != null) {
                work.requireOnline();
                work.perform(new Command.ApproveLinking(code.strip()));
                work.output().done("the device is linked");
                return;
            }
            begin(work, server(String.valueOf(server)));
        }

        private static void begin(Work work, ServerAddress address) throws Exception {
            CompletableFuture<Optional<Problem>> end = new CompletableFuture<>();
            work.client().listen(event -> {
                if (event instanceof EngineEvent.LinkingEnded linking) {
                    end.complete(linking.problem());
                }
            });
            Outcome.Text text = (Outcome.Text) work.perform(new Command.BeginLinking(address.origin()));
            work.output().show(QrPicture.of(text.text()));
            work.output()
                    .result(
                            "On a device that you have: ./paloma client link " + PlainText.line(text.text()),
                            JsonLine.of(JsonType.LINK).put(JsonField.CODE, text.text()));
            ended(end, work);
            settleIn(work);
            began(
                    work,
                    "linked as '"
                            + work.look(view -> view.identity().orElseThrow().handle()) + "'",
                    Optional.empty());
        }

        private static void ended(CompletableFuture<Optional<Problem>> end, Work work)
                throws InterruptedException, ExecutionException {
            try {
                end.get(work.patience().toMillis(), TimeUnit.MILLISECONDS).ifPresent(problem -> {
                    throw Failure.of(problem);
                });
            } catch (TimeoutException e) {
                throw new Failure(ExitCode.NO_CONNECTION, "nobody typed in the code in time: begin again");
            }
        }
    }
}
