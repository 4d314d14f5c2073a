import CCurl

/// Runs curl: made for, and used by, the client's thread alone.
final class EngineLoop {
    /// The longest sleep, when nothing is due.
    private static let longestSleep = Duration.seconds(60)

    private let engine: Engine
    private let multi: MultiHandle
    private let addresses: AddressFilter
    private var exchanges: [Int: Exchange] = [:]
    /// When the next deadline may have passed; nil when there is none.
    private var nextCheck: ContinuousClock.Instant?

    init(engine: Engine, multi: MultiHandle, addresses: AddressFilter) {
        self.engine = engine
        self.multi = multi
        self.addresses = addresses
    }

    func run() {
        while let commands = engine.takeCommands() {
            for command in commands { obey(command) }
            var running: Int32 = 0
            curl_multi_perform(multi.pointer, &running)
            collectEnded()
            checkDeadlines()
            curl_multi_poll(multi.pointer, nil, 0, sleep(), nil)
        }
        for exchange in Array(exchanges.values) { remove(exchange, .cancelled) }
        engine.end { curl_multi_cleanup(multi.pointer) }
    }

    private func obey(_ command: Engine.Command) {
        switch command {
        case .start(let transfer): start(transfer)
        case .resumeReceiving(let id): exchanges[id]?.resumeReceiving()
        case .resumeSending(let id): exchanges[id]?.resumeSending()
        case .cancel(let id): exchanges[id].map { remove($0, .cancelled) }
        }
    }

    private func start(_ transfer: Transfer) {
        guard let exchange = Exchange(transfer, addresses: addresses) else {
            return transfer.download.finish(.couldNotConnect("out of memory"))
        }
        let code = curl_multi_add_handle(multi.pointer, exchange.easy)
        guard code == CURLM_OK else {
            return exchange.finish(.couldNotConnect(String(cString: curl_multi_strerror(code))))
        }
        exchanges[transfer.id] = exchange
        expect(exchange)
    }

    private func collectEnded() {
        var code = CURLE_OK
        while let easy = ccurl_next_ended(multi.pointer, &code) {
            guard let context = ccurl_private(easy) else { continue }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            remove(exchange, exchange.meaning(of: code))
        }
    }

    private func remove(_ exchange: Exchange, _ error: HTTPClientError?) {
        exchanges[exchange.transfer.id] = nil
        curl_multi_remove_handle(multi.pointer, exchange.easy)
        exchange.finish(error)
    }

    private func checkDeadlines() {
        let now = ContinuousClock.now
        guard let due = nextCheck, due <= now else { return }
        nextCheck = nil
        for exchange in Array(exchanges.values) {
            if let deadline = exchange.deadline, deadline <= now {
                remove(exchange, exchange.timeoutFailure)
            } else {
                expect(exchange)
            }
        }
    }

    /// A silence that begins after now ends later than the idle timeout from now: looking then misses nothing.
    private func expect(_ exchange: Exchange) {
        let silence = ContinuousClock.now + exchange.transfer.request.idleTimeout
        let look = min(exchange.deadline ?? silence, silence)
        nextCheck = min(nextCheck ?? look, look)
    }

    /// In milliseconds, rounded up so that a deadline has passed when the thread wakes.
    private func sleep() -> Int32 {
        let wait = nextCheck.map { $0 - ContinuousClock.now } ?? Self.longestSleep
        return Int32(max(0, min(wait, Self.longestSleep) / .milliseconds(1)).rounded(.up))
    }
}
