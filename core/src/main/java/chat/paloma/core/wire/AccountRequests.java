package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import java.util.List;

/** Accounts, their devices, and who may come in. */
public final class AccountRequests {
    /** Random bytes of an invite's token. */
    public static final int TOKEN = 32;

    public static final RequestType<LookUp, Found> LOOK_UP =
            new RequestType<>(16, "look-up", LookUp::decode, Found::decode);
    public static final RequestType<GetAccount, Found> GET_ACCOUNT =
            new RequestType<>(17, "get-account", GetAccount::decode, Found::decode);
    public static final RequestType<UpdateDevices, Done> UPDATE_DEVICES =
            new RequestType<>(18, "update-devices", UpdateDevices::decode, Done::decode);
    public static final RequestType<RemoveAccount, Done> REMOVE_ACCOUNT =
            new RequestType<>(19, "remove-account", RemoveAccount::decode, Done::decode);
    public static final RequestType<CreateInvite, Invite> CREATE_INVITE =
            new RequestType<>(20, "create-invite", CreateInvite::decode, Invite::decode);
    public static final RequestType<ListAccounts, Accounts> LIST_ACCOUNTS =
            new RequestType<>(21, "list-accounts", ListAccounts::decode, Accounts::decode);
    public static final RequestType<SetAdministrator, Done> SET_ADMINISTRATOR =
            new RequestType<>(22, "set-administrator", SetAdministrator::decode, Done::decode);

    public static final RequestType<CreateReset, Invite> CREATE_RESET =
            new RequestType<>(23, "create-reset", CreateReset::decode, Invite::decode);

    private static final Decoder<Found> FOUND = Found::decode;

    private AccountRequests() {}

    /** Finds the account that has a handle. */
    public record LookUp(Handle handle) implements Request<Found> {
        @Override
        public RequestType<?, Found> type() {
            return LOOK_UP;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(handle);
        }

        static LookUp decode(TlsReader in) throws DecodeException {
            return new LookUp(Handle.decode(in));
        }
    }

    /** Gets an account's keys and devices. */
    public record GetAccount(AccountId account) implements Request<Found> {
        @Override
        public RequestType<?, Found> type() {
            return GET_ACCOUNT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account);
        }

        static GetAccount decode(TlsReader in) throws DecodeException {
            return new GetAccount(AccountId.decode(in));
        }
    }

    /** An account as the node knows it. The record proves itself; the handle is the node's word. */
    public record Found(Handle handle, AccountRecord account) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(handle).write(account);
        }

        /** Reads one that came over HTTP. */
        public static Found read(ByteString bytes) throws DecodeException {
            return FOUND.decodeAll(bytes.toByteArray());
        }

        static Found decode(TlsReader in) throws DecodeException {
            return new Found(Handle.decode(in), AccountRecord.decode(in));
        }
    }

    /** Adds, changes or revokes devices of one's own account: the record that follows the newest. */
    public record UpdateDevices(AccountRecord account) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return UPDATE_DEVICES;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account);
        }

        static UpdateDevices decode(TlsReader in) throws DecodeException {
            return new UpdateDevices(AccountRecord.decode(in));
        }
    }

    /** Ends an account: one's own, or as an administrator another's. All its devices are cut off at once. */
    public record RemoveAccount(AccountId account) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return REMOVE_ACCOUNT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account);
        }

        static RemoveAccount decode(TlsReader in) throws DecodeException {
            return new RemoveAccount(AccountId.decode(in));
        }
    }

    /**
     * Makes an invite to this node.
     *
     * @param administrator whether the account that it makes administers the node
     * @param validSeconds until it expires, at most 30 days
     */
    public record CreateInvite(boolean administrator, int validSeconds) implements Request<Invite> {
        @Override
        public RequestType<?, Invite> type() {
            return CREATE_INVITE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(administrator ? 1 : 0).writeUint32(validSeconds);
        }

        static CreateInvite decode(TlsReader in) throws DecodeException {
            return new CreateInvite(WireFields.readBoolean(in), WireFields.readCount(in));
        }
    }

    /** An invite that makes one account. The node keeps a hash of the token. */
    public record Invite(ByteString token, String link, long expires) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(token.toByteArray());
            WireText.write(out, link);
            out.writeUint64(expires);
        }

        static Invite decode(TlsReader in) throws DecodeException {
            return new Invite(
                    ByteString.adopt(in.readBytes(TOKEN)),
                    WireText.read(in, 2 * WireLimits.MAX_TEXT),
                    WireFields.readLong(in));
        }
    }

    /** The accounts of the node behind this handle in alphabetical order, for administrators. */
    public record ListAccounts(String after) implements Request<Accounts> {
        @Override
        public RequestType<?, Accounts> type() {
            return LIST_ACCOUNTS;
        }

        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, after);
        }

        static ListAccounts decode(TlsReader in) throws DecodeException {
            return new ListAccounts(WireText.read(in, Handle.MAX_LENGTH));
        }
    }

    /** A page of accounts; ask again behind its last as long as it is not empty. */
    public record Accounts(List<Summary> accounts) implements TlsEncodable {
        public Accounts {
            accounts = List.copyOf(accounts);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(accounts);
        }

        static Accounts decode(TlsReader in) throws DecodeException {
            return new Accounts(in.readList(WireLimits.MAX_LIST, Summary::decode));
        }
    }

    /** One account in a list. */
    public record Summary(AccountId account, Handle handle, boolean administrator, int devices)
            implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(account).write(handle).writeUint8(administrator ? 1 : 0).writeUint16(devices);
        }

        static Summary decode(TlsReader in) throws DecodeException {
            return new Summary(AccountId.decode(in), Handle.decode(in), WireFields.readBoolean(in), in.readUint16());
        }
    }

    /** Makes an account an administrator of the node, or an ordinary one. */
    public record SetAdministrator(AccountId account, boolean administrator) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return SET_ADMINISTRATOR;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account).writeUint8(administrator ? 1 : 0);
        }

        static SetAdministrator decode(TlsReader in) throws DecodeException {
            return new SetAdministrator(AccountId.decode(in), WireFields.readBoolean(in));
        }
    }

    /**
     * Makes a link for somebody who lost every device and the recovery key: it registers a new account under the handle of
     * this one, which ends.
     *
     * @param validSeconds until it expires, at most 30 days
     */
    public record CreateReset(AccountId account, int validSeconds) implements Request<Invite> {
        @Override
        public RequestType<?, Invite> type() {
            return CREATE_RESET;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(account).writeUint32(validSeconds);
        }

        static CreateReset decode(TlsReader in) throws DecodeException {
            return new CreateReset(AccountId.decode(in), WireFields.readCount(in));
        }
    }
}
