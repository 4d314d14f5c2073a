import Contracts

extension Bus {
    /// Tells all instances of our own service, this one included, at once or not at all: it is dropped for whoever is
    /// not connected just now, and here when the bus does not keep up.
    package func broadcast<B: Broadcast>(_ broadcast: B) {
        guard let payload = try? Payload.encode(broadcast) else { return }
        let message = BroadcastMessage(service: service, name: B.name, payload: payload)
        outbox.outgoing.add(
            broadcast: .message(
                topic: Topic.broadcast(service, B.name),
                header: message.header,
                payload: message.payload
            )
        )
    }

    /// What instances of our own service broadcast from now on. What cannot be read is passed over.
    /// - Parameter limit: a listener that falls further behind loses the oldest.
    package func broadcasts<B: Broadcast>(of _: B.Type, limit: Int = 256) -> AsyncCompactMapSequence<
        AsyncStream<[UInt8]>, B
    > {
        let (topic, outgoing) = (Topic.broadcast(service, B.name), outbox.outgoing)
        let (payloads, isFirst) = broadcasts.open(B.name, limit: limit) { outgoing.add(.unsubscribe(topic)) }
        if isFirst { outgoing.add(.subscribe(topic)) }
        return payloads.compactMap { try? Payload.decode(B.self, from: $0) }
    }
}
