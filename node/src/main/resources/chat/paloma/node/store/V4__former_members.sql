-- Devices that were removed from a room, and up to which sequence of its lane they may still read.
CREATE TABLE former_member (
    room ${bytes} NOT NULL,
    account ${bytes} NOT NULL,
    device ${bytes} NOT NULL,
    up_to BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (room, account, device)
);

CREATE INDEX former_member_by_age ON former_member (expires_at);
