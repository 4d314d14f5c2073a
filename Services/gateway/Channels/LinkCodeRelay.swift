import Bus
import Contracts
import Crypto
import Runtime

/// Shows each new code by which a phone is linked on the feeds of all instances of the gateway, so that nobody has to ask
/// for it again and again. It goes over the bus as it is told, and never into a table.
final class LinkCodeRelay: Sendable {
    /// What there is to show.
    enum Due: Sendable {
        /// A session waits with a new QR code.
        case scan(ChannelID)
        /// Somebody has asked for a code to type.
        case pairing(String, ChannelID)
    }

    /// What comes while so much waits is left to those who ask.
    private static let limit = 64

    let dues: AsyncStream<Due>
    private let due: AsyncStream<Due>.Continuation
    private let directory: ChannelDirectory
    private let clock: WallClock
    private let logger: Logger

    init(directory: ChannelDirectory, clock: WallClock, logger: Logger) {
        (dues, due) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
        self.directory = directory
        self.clock = clock
        self.logger = logger
    }

    /// Never blocks: good on any thread.
    func tell(_ news: Due) {
        due.yield(news)
    }

    /// - Returns: nil when there is no code any more.
    func note(of due: Due) async -> LinkCodeNote? {
        do {
            switch due {
            case .scan(let id):
                let entry = try directory.entry(id)
                let (client, session) = (entry.client, entry.channel.session)
                var code = LinkCode(channel: id, at: clock.now())
                code.qr = try await client.qrValue(session)
                code.image = Base64.encode(try await client.qrImage(session))
                return LinkCodeNote(workspace: entry.channel.workspace, code: code)
            case .pairing(let text, let id):
                let code = LinkCode(channel: id, pairingCode: text, at: clock.now())
                return LinkCodeNote(workspace: try directory.entry(id).channel.workspace, code: code)
            }
        } catch {
            logger.debug("a code is not there any more", ["error": "\(error)"])
            return nil
        }
    }

    /// What carries it over the bus into the feeds, until cancelled.
    func services(_ bus: Bus, into feed: LiveFeed) -> [any Service] {
        [
            ServiceTask("link codes out") { [self] in
                await withDiscardingTaskGroup { group in
                    for await due in dues {
                        group.addTask { if let note = await self.note(of: due) { bus.broadcast(note) } }
                    }
                }
            },
            ServiceTask("link codes in") {
                for await note in bus.broadcasts(of: LinkCodeNote.self) { feed.show(note) }
            },
        ]
    }
}
