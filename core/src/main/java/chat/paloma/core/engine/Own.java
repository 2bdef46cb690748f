package chat.paloma.core.engine;

import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.personal.Opinions;
import chat.paloma.core.engine.personal.Personal;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.Rooms;

/** What the account's devices share about it. */
record Own(Personal personal, Reading reading, Opinions opinions) {
    Own(Device device, Rooms rooms, Contacts contacts) {
        this(new Personal(device, rooms), device, rooms, contacts);
    }

    private Own(Personal personal, Device device, Rooms rooms, Contacts contacts) {
        this(personal, new Reading(device, rooms, personal), new Opinions(personal, contacts));
    }
}
