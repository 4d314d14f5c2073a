import CZeroMQ
import Contracts
import Dispatch
import Runtime

/// The thread that owns both sockets: it sends what others ask for, reads what comes, and keeps the time.
final class Link: Sendable {
    /// Between two calls of `tick`, unless the thread is busy.
    static let tick: Duration = .milliseconds(25)
    /// Messages that are read before they are handed over together.
    private static let batch = 512

    private let configuration: BusConfiguration
    private let outgoing: Outgoing
    private let metrics: BusMetrics
    private let service: ServiceName
    private let instance: InstanceID
    private let wakeup: Wakeup
    private let thread = DispatchQueue(label: "bus link")

    /// - Throws: ``BusError``.
    init(
        _ configuration: BusConfiguration,
        _ service: ServiceName,
        _ instance: InstanceID,
        outgoing: Outgoing,
        metrics: BusMetrics
    ) throws(BusError) {
        self.configuration = configuration
        self.service = service
        self.instance = instance
        self.outgoing = outgoing
        self.metrics = metrics
        guard let wakeup = Wakeup() else { throw .messaging(MessagingError("eventfd")) }
        self.wakeup = wakeup
    }

    /// Runs until ``Outgoing/Item/stop`` comes; what was asked for before is sent still.
    /// - Parameters:
    ///   - endpoint: to listen at.
    ///   - bound: is told where it listens, with the port that was taken for port 0.
    ///   - received: is handed what came, on the link's thread.
    ///   - tick: is called every 25 ms or so, on the link's thread.
    /// - Throws: ``BusError``.
    func run(
        at endpoint: String,
        bound: @escaping @Sendable (String) -> Void,
        received: @escaping @Sendable ([Incoming]) -> Void,
        tick: @escaping @Sendable (ContinuousClock.Instant) -> Void
    ) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            thread.async {
                do throws(BusError) {
                    let sockets = try LinkSockets.open(self.configuration, at: endpoint, self.instance)
                    self.outgoing.attach(self.wakeup)
                    bound(sockets.publisher.boundEndpoint(else: endpoint))
                    self.loop(sockets, received: received, tick: tick)
                    self.outgoing.attach(nil)
                    done.resume()
                } catch {
                    done.resume(throwing: error)
                }
            }
        }
    }

    private func loop(
        _ sockets: borrowing LinkSockets,
        received: ([Incoming]) -> Void,
        tick: (ContinuousClock.Instant) -> Void
    ) {
        var frames = MessagingFrames()
        var memory = HeaderMemory()
        var sender = EventSender(service)
        var nextTick = ContinuousClock.now
        while true {
            // To wait for messages reads the first frame of one ahead. It has to be received before a peer is disconnected:
            // libzmq ends the process when the rest of a message is asked for that a disconnected peer has sent.
            let messages = receive(&frames, &memory, from: sockets.subscriber)
            guard perform(outgoing.take(), &sender, on: sockets) else { break }
            if !messages.isEmpty { received(messages) }
            let now = ContinuousClock.now
            if now >= nextTick {
                tick(now)
                nextTick = now + Self.tick
            }
            if messages.isEmpty, outgoing.fallAsleep() { wait(for: sockets.subscriber, until: nextTick - now) }
        }
    }

    /// - Returns: false when it is time to stop.
    private func perform(
        _ items: [Outgoing.Item],
        _ sender: inout EventSender,
        on sockets: borrowing LinkSockets
    ) -> Bool {
        for item in items {
            switch item {
            case .origin(let origin): sender.origin = origin
            case .events(let told):
                for event in told { sender.send(event) { send($0, $1, $2, by: sockets.publisher) } }
                metrics.published.increment(by: told.count)
            case .again(let told, let topic):
                for event in told { sender.send(event, topic: topic) { send($0, $1, $2, by: sockets.publisher) } }
            case .message(let topic, let header, let payload):
                send(topic, header, payload[...], by: sockets.publisher)
            // What cannot be connected or subscribed to now is asked for again by discovery, or was there already.
            case .subscribe(let prefix): try? sockets.subscriber.subscribe(prefix)
            case .unsubscribe(let prefix): try? sockets.subscriber.unsubscribe(prefix)
            case .connect(let endpoint): try? sockets.subscriber.connect(endpoint)
            case .disconnect(let endpoint): try? sockets.subscriber.disconnect(endpoint)
            case .stop: return false
            }
        }
        return true
    }

    private func send(
        _ topic: String,
        _ header: borrowing [UInt8],
        _ payload: ArraySlice<UInt8>,
        by publisher: borrowing MessagingSocket
    ) {
        if let loses = configuration.loses, loses(topic) { return }
        guard publisher.send(topic, more: true), publisher.send(header, more: true) else { return }
        publisher.send(payload, more: false)
    }

    private func receive(
        _ frames: inout MessagingFrames,
        _ memory: inout HeaderMemory,
        from socket: borrowing MessagingSocket
    ) -> [Incoming] {
        var messages: [Incoming] = []
        while messages.count < Self.batch, frames.receive(from: socket) {
            do {
                messages.append(try Incoming(frames, &memory))
            } catch {
                metrics.malformed.increment()
            }
        }
        return messages
    }

    private func wait(for socket: borrowing MessagingSocket, until limit: Duration) {
        var items = [
            zmq_pollitem_t(socket: socket.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0),
            zmq_pollitem_t(socket: nil, fd: wakeup.descriptor, events: Int16(ZMQ_POLLIN), revents: 0),
        ]
        zmq_poll(&items, 2, max(1, Int(limit / .milliseconds(1))))
        wakeup.reset()
    }
}
