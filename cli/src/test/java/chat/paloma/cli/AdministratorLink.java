package chat.paloma.cli;

import chat.paloma.node.Node;

/** The link with which the first person of a node becomes its administrator. */
public final class AdministratorLink {
    private AdministratorLink() {}

    /** As a node that nobody administers yet says it. */
    public static String of(Node node) {
        return node.notices().stream()
                .filter(line -> line.contains("#join="))
                .findFirst()
                .orElseThrow()
                .strip();
    }
}
