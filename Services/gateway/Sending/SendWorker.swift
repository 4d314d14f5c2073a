import Contracts
import Runtime
import Store

/// What sending takes.
struct SendParts: Sendable {
    let store: any Store
    let directory: ChannelDirectory
    let queue: SendQueue
    let recorder: SendRecorder
    let inquiry: SendInquiry
    let receipts: ReadReceipts
    let media: MediaSource
    let settings: SendingSettings
    let clock: WallClock
    let logger: Logger

    init(
        store: any Store,
        directory: ChannelDirectory,
        queue: SendQueue,
        status: ChannelStatus,
        media: MediaSource,
        settings: SendingSettings,
        clock: WallClock,
        logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.queue = queue
        self.media = media
        self.settings = settings
        self.clock = clock
        self.logger = logger
        recorder = SendRecorder(
            store: store,
            queue: queue,
            status: status,
            settings: settings,
            clock: clock,
            logger: logger
        )
        inquiry = SendInquiry(
            store: store,
            queue: queue,
            recorder: recorder,
            settings: settings,
            clock: clock,
            logger: logger
        )
        receipts = ReadReceipts(store: store, clock: clock, logger: logger)
    }
}

/// Sends what waits, on every channel, and forgets what was finished long ago.
struct SendWorker: Service {
    let name = "sending"
    let parts: SendParts

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await PerChannel(directory: parts.directory).run { try await work($0) } }
            group.addTask { try await forget() }
            group.addTask { try await RemovedChannelSends(parts: parts).run() }
            try await group.waitForAll()
        }
    }

    private func work(_ channel: ChannelID) async throws {
        let sender = ChannelSender(channel, parts)
        while true {
            let turn = try await SendTurn.take(channel, of: parts.store, parts.logger)
            let result: Result<Void, any Error>
            do {
                result = .success(try await sender.run(whileHolding: turn))
            } catch {
                result = .failure(error)
            }
            await turn.giveUp()
            if case .failure(let error) = result {
                guard error is StoreError else { throw error }
                parts.logger.warning("sending stopped for a moment", ["channel": channel, "error": "\(error)"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func forget() async throws {
        while true {
            let limit = parts.clock.now() - parts.settings.keep
            do {
                while try await parts.store.write({ try $0.run(SendQuery.prune, limit, 500) }) == 500 {
                    try await Task.sleep(for: .milliseconds(50))
                }
            } catch let error as StoreError {
                parts.logger.warning("finished sends could not be pruned", ["error": "\(error)"])
            }
            try await parts.clock.sleep(.seconds(3600))
        }
    }
}
