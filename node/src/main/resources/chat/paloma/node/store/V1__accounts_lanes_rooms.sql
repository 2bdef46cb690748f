-- Times are milliseconds since 1970. Ids and hashes are raw bytes.

-- external_sender_key is private, and signs proposals that revoked devices be removed; capability_secret signs nothing
-- that outlives a few minutes.
CREATE TABLE server (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    server ${bytes} NOT NULL,
    incarnation INTEGER NOT NULL,
    external_sender ${bytes} NOT NULL,
    external_sender_key ${bytes} NOT NULL,
    capability_secret ${bytes} NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE account (
    account ${bytes} PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    administrator INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    record ${bytes} NOT NULL
);

-- Every device list that was ever the newest: they prove each other.
CREATE TABLE account_history (
    account ${bytes} NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    record ${bytes} NOT NULL,
    PRIMARY KEY (account, version)
);

CREATE TABLE device (
    id ${identity},
    account ${bytes} NOT NULL,
    device ${bytes} NOT NULL,
    added_at BIGINT NOT NULL,
    revoked_at BIGINT,
    last_message BIGINT NOT NULL,
    UNIQUE (account, device)
);

-- created_by is absent for the links that the operator gets from the node itself.
CREATE TABLE invite (
    token_hash ${bytes} PRIMARY KEY,
    administrator INTEGER NOT NULL,
    created_by ${bytes},
    expires_at BIGINT NOT NULL,
    used_by ${bytes}
);

-- One that was handed out keeps its hash until it expires, so that it is never taken into stock again.
CREATE TABLE key_package (
    id ${identity},
    device_id BIGINT NOT NULL REFERENCES device (id),
    suite INTEGER NOT NULL,
    last_resort INTEGER NOT NULL,
    expires_at BIGINT NOT NULL,
    hash ${bytes} NOT NULL,
    key_package ${bytes},
    UNIQUE (device_id, hash)
);

CREATE INDEX key_package_of_device ON key_package (device_id, suite, last_resort, id);

-- An invitation from one account to another; accepted_at lets the sender claim key packages.
CREATE TABLE invitation (
    sender ${bytes} NOT NULL,
    receiver ${bytes} NOT NULL,
    sent_at BIGINT NOT NULL,
    accepted_at BIGINT,
    declined_at BIGINT,
    PRIMARY KEY (sender, receiver)
);

-- generation and epoch: what a message must be of to be appended; 0 for an inbox.
CREATE TABLE lane (
    id ${identity},
    lane ${bytes} NOT NULL UNIQUE,
    incarnation INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    head ${bytes} NOT NULL,
    accept_time BIGINT NOT NULL,
    generation INTEGER NOT NULL,
    epoch BIGINT NOT NULL
);

CREATE TABLE lane_start (
    lane_id BIGINT NOT NULL REFERENCES lane (id),
    incarnation INTEGER NOT NULL,
    start ${bytes} NOT NULL,
    PRIMARY KEY (lane_id, incarnation)
);

-- In the order in which they were accepted, whatever their lane: a page fills up before the next begins.
CREATE TABLE record (
    id ${identity},
    lane_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    accept_time BIGINT NOT NULL,
    kind INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    epoch BIGINT NOT NULL,
    envelope_hash ${bytes} NOT NULL,
    head ${bytes} NOT NULL,
    envelope ${bytes}
);

CREATE UNIQUE INDEX record_of_lane ON record (lane_id, sequence);

-- The window in which a message that is sent again is recognised.
CREATE TABLE client_message (
    device_id BIGINT NOT NULL,
    message BIGINT NOT NULL,
    lane_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (device_id, message)
);

CREATE TABLE room (
    room ${bytes} PRIMARY KEY,
    lane_id BIGINT NOT NULL REFERENCES lane (id),
    generation INTEGER NOT NULL,
    epoch BIGINT NOT NULL,
    retention_seconds INTEGER NOT NULL,
    state ${bytes} NOT NULL,
    group_info ${bytes} NOT NULL,
    tree ${bytes} NOT NULL
);

-- Trees of past epochs that a Welcome is for and somebody may still fetch.
CREATE TABLE room_tree (
    room ${bytes} NOT NULL,
    generation INTEGER NOT NULL,
    epoch BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tree ${bytes} NOT NULL,
    PRIMARY KEY (room, generation, epoch)
);

CREATE TABLE member (
    room ${bytes} NOT NULL,
    account ${bytes} NOT NULL,
    device ${bytes} NOT NULL,
    PRIMARY KEY (room, account, device)
);

CREATE INDEX member_by_device ON member (account, device, room);

CREATE TABLE receipt (
    room ${bytes} NOT NULL,
    account ${bytes} NOT NULL,
    device ${bytes} NOT NULL,
    content ${bytes} NOT NULL,
    PRIMARY KEY (room, account, device)
);

-- Blobs that are whole, and have the hash that they are named after.
CREATE TABLE blob (
    blob ${bytes} NOT NULL,
    room ${bytes} NOT NULL,
    account ${bytes} NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (blob, room)
);

CREATE INDEX blob_of_account ON blob (account);

-- Blobs that are being uploaded. Everybody has a part of their own: what one sends can't spoil what another does.
CREATE TABLE upload (
    account ${bytes} NOT NULL,
    room ${bytes} NOT NULL,
    blob ${bytes} NOT NULL,
    size BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (account, room, blob)
);

CREATE INDEX upload_by_age ON upload (begun_at);
