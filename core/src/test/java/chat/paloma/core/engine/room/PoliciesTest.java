package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.membership.WhoMayAdd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A device that could not follow a room is brought into its next generation, in which something may be different. */
class PoliciesTest {
    private static final AccountId OWNER = account(1);
    private static final AccountId ADMINISTRATOR = account(2);
    private static final AccountId MEMBER = account(3);
    private static final AccountId STRANGER = account(4);

    private static AccountId account(int number) {
        byte[] bytes = new byte[AccountId.LENGTH];
        bytes[0] = (byte) number;
        return new AccountId(ByteString.adopt(bytes));
    }

    private static Roster roster(long generation, WhoMayAdd who, List<RoleEntry> roles, AccountId... accounts) {
        RoomId room = new RoomId(ByteString.adopt(new byte[RoomId.LENGTH]));
        RoomPolicy policy = new RoomPolicy(new RoomGroupId(room, generation), who, roles, List.of());
        Map<AccountId, Roster.Account> in = new TreeMap<>();
        for (AccountId each : accounts) {
            in.put(each, new Roster.Account(each, policy.roleOf(each), List.of()));
        }
        return new Roster(policy, in);
    }

    private static List<RoleEntry> roles() {
        return List.of(new RoleEntry(OWNER, Role.OWNER), new RoleEntry(ADMINISTRATOR, Role.ADMINISTRATOR));
    }

    private static Roster before(WhoMayAdd who) {
        return roster(0, who, roles(), OWNER, ADMINISTRATOR, MEMBER);
    }

    /** For which accounts, of those who may bring this device in, the generation is taken. */
    private static List<AccountId> takenFrom(Roster before, Roster after) {
        List<AccountId> taken = new ArrayList<>();
        for (AccountId by : List.of(OWNER, ADMINISTRATOR, MEMBER, STRANGER)) {
            if (Policies.mayGoOn(before, after, Optional.of(by))) {
                taken.add(by);
            }
        }
        return taken;
    }

    @Test
    void anybodyBringsIntoWhatGoesOnAsItWas() {
        Roster before = before(WhoMayAdd.ADMINISTRATORS);
        Roster fewer = roster(1, WhoMayAdd.ADMINISTRATORS, roles(), OWNER, ADMINISTRATOR);
        assertEquals(4, takenFrom(before, fewer).size());
        assertEquals(true, Policies.mayGoOn(before, fewer, Optional.empty()));
    }

    @Test
    void somebodyNewIsThereByWhoCouldHaveBroughtThemIn() {
        Roster grown = roster(1, WhoMayAdd.ADMINISTRATORS, roles(), OWNER, ADMINISTRATOR, STRANGER);
        assertEquals(List.of(OWNER, ADMINISTRATOR), takenFrom(before(WhoMayAdd.ADMINISTRATORS), grown));
        Roster open = roster(1, WhoMayAdd.MEMBERS, roles(), OWNER, ADMINISTRATOR, STRANGER);
        assertEquals(List.of(OWNER, ADMINISTRATOR, MEMBER), takenFrom(before(WhoMayAdd.MEMBERS), open));
        assertEquals(false, Policies.mayGoOn(before(WhoMayAdd.MEMBERS), open, Optional.empty()));
    }

    @Test
    void otherRolesAndRulesAreByWhoCouldHaveGivenThem() {
        Roster before = before(WhoMayAdd.ADMINISTRATORS);
        Roster promoted = roster(
                1,
                WhoMayAdd.ADMINISTRATORS,
                List.of(new RoleEntry(OWNER, Role.OWNER), new RoleEntry(ADMINISTRATOR, Role.OWNER)),
                OWNER,
                ADMINISTRATOR,
                MEMBER);
        assertEquals(List.of(OWNER), takenFrom(before, promoted));
        Roster open = roster(1, WhoMayAdd.MEMBERS, roles(), OWNER, ADMINISTRATOR, MEMBER);
        assertEquals(List.of(OWNER, ADMINISTRATOR), takenFrom(before, open));
    }
}
