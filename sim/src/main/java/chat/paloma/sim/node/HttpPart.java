package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;

/** What a node does over HTTP. */
public final class HttpPart {
    private static final String ACCOUNTS = "/v1/accounts";
    private static final String BLOBS = "/v1/blobs/";
    private static final String LINKS = "/v1/links/";
    private static final Decoder<Registration> REGISTRATION = Registration::decode;
    private static final Decoder<AccountRecord> RECORD = AccountRecord::decode;

    private final AccountPart accounts;
    private final BlobPart blobs;

    /** An answer over HTTP. */
    public record Answer(int status, ByteString body) {
        private static final Answer DONE = new Answer(204, ByteString.EMPTY);
    }

    HttpPart(AccountPart accounts, BlobPart blobs) {
        this.accounts = accounts;
        this.blobs = blobs;
    }

    Answer answer(String method, String path, ByteString body) {
        try {
            return "GET".equals(method) ? get(path) : put(method, path, body);
        } catch (Refused e) {
            int status = e.failure().is(FailureCode.NOT_FOUND) ? 404 : 400;
            return new Answer(status, ByteString.adopt(e.failure().encoded()));
        } catch (DecodeException e) {
            Failure failure = Failure.of(FailureCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
            return new Answer(400, ByteString.adopt(failure.encoded()));
        }
    }

    private Answer get(String path) {
        if (path.startsWith(BLOBS)) {
            return new Answer(200, blobs.read(new BlobId(ByteString.fromHex(path.substring(BLOBS.length())))));
        }
        if (path.startsWith(LINKS)) {
            return new Answer(200, accounts.link(path.substring(LINKS.length())));
        }
        if (path.startsWith(ACCOUNTS + "/")) {
            AccountId account = new AccountId(ByteString.fromHex(path.substring(ACCOUNTS.length() + 1)));
            return new Answer(
                    200, ByteString.adopt(accounts.get(new GetAccount(account)).encoded()));
        }
        throw new Refused(FailureCode.NOT_FOUND);
    }

    private Answer put(String method, String path, ByteString body) throws DecodeException {
        if (path.startsWith(BLOBS)) {
            blobs.write(new BlobId(ByteString.fromHex(path.substring(BLOBS.length()))), body);
        } else if (path.startsWith(LINKS)) {
            accounts.link(path.substring(LINKS.length()), body);
        } else if (!path.equals(ACCOUNTS)) {
            throw new Refused(FailureCode.NOT_FOUND);
        } else if ("POST".equals(method)) {
            accounts.register(REGISTRATION.decodeAll(body.toByteArray()));
        } else {
            accounts.recover(RECORD.decodeAll(body.toByteArray()));
        }
        return Answer.DONE;
    }
}
