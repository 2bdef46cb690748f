package chat.paloma.node.config;

import java.time.Duration;

/**
 * What one node takes, at most.
 *
 * @param connections connections at a time
 * @param connectionsPerAddress connections at a time from one IP address
 * @param headTime from the opening of a connection, or the end of its last request, until a request's head is complete;
 *     only the opening is counted with this, what follows with {@code idleTime}
 * @param bodyTime from a request's head to the end of its body
 * @param idleTime how long a connection stays open between requests
 * @param deviceRequestsPerMinute requests of one device
 * @param accountRequestsPerMinute requests of all devices of one account
 * @param addressRequestsPerMinute HTTP requests from one IP address
 * @param blobBytes one blob
 * @param accountBlobBytes all blobs of one account
 */
public record Limits(
        int connections,
        int connectionsPerAddress,
        Duration headTime,
        Duration bodyTime,
        Duration idleTime,
        int deviceRequestsPerMinute,
        int accountRequestsPerMinute,
        int addressRequestsPerMinute,
        long blobBytes,
        long accountBlobBytes) {}
