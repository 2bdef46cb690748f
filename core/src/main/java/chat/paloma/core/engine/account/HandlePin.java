package chat.paloma.core.engine.account;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import java.util.Optional;

/**
 * The account that a handle stands for, for this device.
 *
 * @param account that it was first seen with, or that the person has accepted since
 * @param offered another one that the node shows for it now, which the person has not accepted
 */
record HandlePin(AccountId account, Optional<AccountId> offered) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(account).writeOptional(offered);
    }

    static HandlePin decode(TlsReader in) throws DecodeException {
        return new HandlePin(AccountId.decode(in), in.readOptional(AccountId::decode));
    }
}
