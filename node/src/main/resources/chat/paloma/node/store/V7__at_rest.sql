-- Keys that fields and attachments are sealed with, each wrapped by the master key, which is not in the database. The
-- key 0 is for looking up; the highest one is for what is sealed now.
CREATE TABLE data_key (
    id INTEGER PRIMARY KEY,
    created_at BIGINT NOT NULL,
    master ${bytes} NOT NULL,
    encapsulation ${bytes} NOT NULL,
    wrapped ${bytes} NOT NULL
);

-- Where handles are sealed, this is the handle, and the column handle what it is looked up by.
ALTER TABLE account ADD COLUMN sealed_handle ${bytes};
