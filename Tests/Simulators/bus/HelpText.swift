import Runtime

/// What `--help` shows.
enum HelpText {
    static func text(_ variables: [ConfigurationVariable]) -> String {
        """
        bus-tool: looks at the bus of a running Mynah, and speaks on it. It belongs to no service and holds no lane.

          bus-tool tap [topic-prefix]
              Prints each message as it passes: time, topic, header, payload. Topics begin with event.<stream>.<lane>.,
              request.<service>.<lane>., reply.<instance>. or beat.<instance>.; without a prefix all are printed.

          bus-tool ask <request> '<json>' [--workspace ID] [--within SECONDS]
              Sends a request and prints the reply. It ends with 1 when the reply is a problem or none comes in time.

          bus-tool replay <producer> <stream> <lane>|all [from]
              Prints the events that the producer still keeps, from a sequence on (1), up to the newest.

        Requests: \(RequestKind.names).

        Variables, as the services have them:
        \(variables.helpText)

        With tcp, others hear what it asks only when they have the address it listens on among their MYNAH_BUS_PEERS.
        """
    }
}
