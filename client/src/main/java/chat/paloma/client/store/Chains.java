package chat.paloma.client.store;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;

/** How far a lane was verified, as it is stored. */
final class Chains {
    private Chains() {}

    static TlsEncodable encodable(LaneChain chain) {
        return out -> out.write(chain.lane()).write(chain.position()).writeUint64(chain.lastTime());
    }

    static LaneChain decode(TlsReader in) throws DecodeException {
        return new LaneChain(LaneId.decode(in), Position.decode(in), in.readUint64());
    }
}
