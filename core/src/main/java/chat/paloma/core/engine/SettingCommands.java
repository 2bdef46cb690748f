package chat.paloma.core.engine;

import chat.paloma.core.engine.api.Command;

/** What a person keeps for themselves, on all devices of the account. */
final class SettingCommands {
    /** In front of the names of hosts, so that they never meet those of the engine. */
    static final String PREFIX = "set.";

    private final Own own;
    private final Replies replies;

    SettingCommands(Own own, Replies replies) {
        this.own = own;
        this.replies = replies;
    }

    void setDraft(long id, Command.SetDraft set) {
        own.reading().setDraft(set.room(), set.text());
        replies.done(id);
    }

    void setNotifications(long id, Command.SetNotifications set) {
        own.reading().setNotifications(set.room(), set.level());
        replies.done(id);
    }

    void setSetting(long id, Command.SetSetting set) {
        own.personal().set(PREFIX + set.key(), set.value());
        replies.done(id);
    }
}
