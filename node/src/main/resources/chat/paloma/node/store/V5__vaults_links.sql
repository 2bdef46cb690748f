-- What an account's devices keep together; the node can't read it.
CREATE TABLE vault (
    account ${bytes} PRIMARY KEY,
    version BIGINT NOT NULL,
    content ${bytes} NOT NULL
);

-- Where a new device and one of an account find each other. part: 1 offer, 2 answer.
CREATE TABLE link (
    link ${bytes} NOT NULL,
    part INTEGER NOT NULL,
    content ${bytes} NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (link, part)
);

CREATE INDEX link_by_age ON link (expires_at);
