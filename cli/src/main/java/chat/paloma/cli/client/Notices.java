package chat.paloma.cli.client;

import chat.paloma.client.Client;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.EngineEvent;

/** Tells what a person should know, while any command is at work. */
final class Notices implements Client.Listener {
    private final Client client;
    private final Output output;
    private final boolean asResults;

    /**
     * For one command.
     *
     * @param asResults whether notices are also JSON objects among the results
     */
    Notices(Client client, Output output, boolean asResults) {
        this.client = client;
        this.output = output;
        this.asResults = asResults;
    }

    @Override
    public void happened(EngineEvent event) {
        if (event instanceof EngineEvent.Notice notice) {
            output.notice(Describe.lower(notice.kind()).replace('_', ' ') + ": " + notice.detail());
            if (asResults && output.isJson()) {
                tell(notice);
            }
        }
    }

    private void tell(EngineEvent.Notice notice) {
        try {
            output.result("", client.look(view -> json(view, notice)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StorageException e) {
            // The client has ended: the line above is what there is to say.
        }
    }

    private static JsonLine json(EngineView view, EngineEvent.Notice notice) {
        return JsonLine.of(JsonType.NOTICE)
                .put(JsonField.KIND, Describe.lower(notice.kind()))
                .put(JsonField.TEXT, notice.detail())
                .put(JsonField.ROOM, notice.room().map(Object::toString))
                .put(JsonField.ROOM_NAME, notice.room().map(id -> Names.room(view, id)))
                .put(JsonField.HANDLE, notice.about().map(device -> view.name(device.account())));
    }

    @Override
    public void notStored(StorageException why) {
        output.notice(String.valueOf(why.getMessage()));
    }
}
