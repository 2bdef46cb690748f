package chat.paloma.cli.client;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.SafetyNumber;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.identity.AccountId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about other people. */
@SuppressWarnings("NullAway.Init") // picocli fills in the fields before anything else happens.
final class PeopleCommands {
    private PeopleCommands() {}

    private static void show(Work work, AccountId account, String what) throws InterruptedException {
        Optional<Contact> contact = work.look(view -> view.contact(account));
        String name = work.look(view -> view.name(account));
        JsonLine line = contact.isPresent()
                ? work.look(view -> Describe.json(view, account, contact.get()))
                : JsonLine.of(JsonType.PERSON).put(JsonField.ACCOUNT, account.toString());
        work.output().result(what.formatted(name), line);
    }

    static List<AccountId> asking(EngineView view) {
        return view.contacts().stream()
                .filter(row -> row.value().isRequest())
                .map(row -> row.key())
                .toList();
    }

    @CommandLine.Command(name = "requests", description = "List who asks to write to you.")
    static final class Requests extends ClientTask {
        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            for (AccountId account : work.look(PeopleCommands::asking)) {
                show(work, account, "'%s' asks to write to you");
            }
        }
    }

    @CommandLine.Command(name = "accept", description = "Let somebody who asks write to you, and add you to rooms.")
    static final class Accept extends ClientTask {
        @Parameters(arity = "0..1", paramLabel = "WHO", description = "A handle. Without it, see --all.")
        private @Nullable String who;

        @Option(names = "--all", description = "Let everybody who asks.")
        private boolean all;

        @Option(names = "--no", description = "Refuse instead.")
        private boolean refuse;

        @Override
        void run(Work work) throws Exception {
            if ((who == null) != all) {
                throw Failure.usage("say whom: a handle, or --all");
            }
            work.requireOnline();
            List<AccountId> people = who == null
                    ? work.look(PeopleCommands::asking)
                    : List.of(work.names().person(who));
            for (AccountId account : people) {
                work.perform(new Command.AnswerRequest(account, !refuse));
                show(work, account, refuse ? "'%s' may not write to you" : "'%s' may write to you");
            }
        }
    }

    @CommandLine.Command(
            name = "block",
            description = "Show nothing more of somebody, and be added to no room by them.")
    static final class Block extends ClientTask {
        @Parameters(paramLabel = "WHO", description = "A handle.")
        private String who;

        @Option(names = "--off", description = "Block them no longer.")
        private boolean off;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            AccountId account = work.names().person(who);
            work.perform(new Command.Block(account, !off));
            show(work, account, off ? "'%s' is no longer blocked" : "'%s' is blocked");
        }
    }

    @CommandLine.Command(
            name = "readmit",
            description = {
                "Let somebody who came back with a new account into the rooms where the old one was.",
                "Compare safety numbers first, and let the name stand for the new account: 'verify WHO --accept-new-identity'.",
                ""
            })
    static final class Readmit extends ClientTask {
        @Parameters(paramLabel = "WHO", description = "A handle.")
        private String who;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            AccountId account = work.names().person(who);
            work.perform(new Command.Readmit(account));
            show(work, account, "'%s' comes back into the rooms once they accept");
        }
    }

    @CommandLine.Command(
            name = "verify",
            description = {
                "Compare safety numbers with somebody, over a way that is not this server.",
                "Without an option it shows the number. --number compares the one that they see, and notes that it is right.",
                ""
            })
    static final class Verify extends ClientTask {
        @Parameters(paramLabel = "WHO", description = "A handle.")
        private String who;

        @Option(
                names = "--number",
                paramLabel = "DIGITS",
                description = "The number that they see, or what their picture says.")
        private @Nullable String number;

        @Option(names = "--off", description = "Note that it is no longer verified.")
        private boolean off;

        @Option(
                names = "--accept-new-identity",
                description = "The name belongs to another account than before: let it stand for that one from now on.")
        private boolean newIdentity;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            if (newIdentity) {
                work.perform(new Command.AcceptIdentity(AccountCommands.handle(who)));
            }
            AccountId account = work.names().person(who);
            AccountId own = work.look(EngineView::identity).orElseThrow().account();
            if (account.equals(own)) {
                throw Failure.refused("this is you");
            }
            SafetyNumber right = work.look(view -> view.safetyNumber(account))
                    .orElseThrow(() -> Failure.refused("nothing is known of them yet"));
            if (number != null && !isSame(work, account, right, number)) {
                throw new Failure(
                        ExitCode.DISTRUST,
                        "the numbers differ: one of you has another account for the other. Nothing was noted; do not send"
                                + " what they must keep to themselves");
            }
            if (number != null || off) {
                work.perform(new Command.Verify(account, !off));
            }
            boolean verified = work.look(view -> view.contact(account))
                    .filter(Contact::verified)
                    .isPresent();
            work.output().show(number == null && !off ? QrPicture.of(right.text()) : "");
            work.output()
                    .result(
                            right.digits() + (verified ? "\nverified" : "\nnot verified"),
                            work.look(view -> Describe.json(
                                            view, account, view.contact(account).orElseThrow()))
                                    .put(JsonField.SAFETY_NUMBER, right.digits()));
        }

        private static boolean isSame(Work work, AccountId account, SafetyNumber right, String typed)
                throws InterruptedException {
            return SafetyNumber.isSame(right, typed) || work.look(view -> view.isSafetyText(account, typed));
        }
    }
}
