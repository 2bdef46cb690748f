-- One more with each change of what the room's row says: a node that remembers a room sees that another one changed it.
ALTER TABLE room ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- Up to which record each bus was given what is committed.
CREATE TABLE bus_cursor (
    bus TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);

CREATE INDEX device_by_revocation ON device (revoked_at);
