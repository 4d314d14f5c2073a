import CMicroHTTP
import Contracts
import Synchronization

/// What its loop's thread does as the request arrives.
extension Exchange {
    /// Of a body that nobody reads, how many bytes are taken in to keep the connection alive.
    static let drained = 256 * 1024
    /// A body that is announced as no longer, in bytes, is taken in before the handler begins.
    static let awaited = 64 * 1024

    /// - Parameters:
    ///   - data: of the body; `size` is its count and becomes the count of what is left of it.
    /// - Returns: `.NO` closes the connection.
    func proceed(
        _ connection: Connection,
        _ data: UnsafePointer<CChar>?,
        _ size: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        if isInTurn.load(ordering: .acquiring) { return .YES }
        if let data, size.pointee > 0 { return take(connection, data, size) }
        switch state.withLock({ $0.phase }) {
        case .headers: return headersArrived(connection)
        case .body, .complete: return bodyArrived(connection)
        case .answered: return .YES
        }
    }

    /// Called once, and again each time the connection was resumed without a body being asked for.
    private func headersArrived(_ connection: Connection) -> MHD_Result {
        guard hasBody else {
            state.withLock { $0.phase = .complete }
            return .YES
        }
        if isAwaited(connection) {
            state.withLock { $0.phase = .body }
            return .YES
        }
        if !state.withLock({ $0.isStarted }) { start() }
        let refusal: HTTPResponse? = state.withLock { state in
            if let answer = state.answer, !isDrainable(state, connection) {
                state.phase = .answered
                return answer
            }
            if state.isBodyWanted || state.answer != nil {
                state.phase = .body
            } else {
                state.suspend(connection)
            }
            return nil
        }
        guard let refusal else { return .YES }
        peer.state.withLock { $0.lingers = true }
        return queue(refusal, on: connection)
    }

    private func take(
        _ connection: Connection,
        _ data: UnsafePointer<CChar>,
        _ size: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        let (reader, refusal, isWhole) = state.withLock { state -> (InboundBuffer.Wake?, HTTPResponse?, Bool) in
            if let answer = state.answer {
                guard isDrainable(state, connection) else { return (nil, answer, true) }
                state.inbound.skip(size.pointee)
                size.pointee = 0
            } else if state.inbound.received + size.pointee > endpoint.limit {
                state.inbound.fail(Problem.tooLarge(limit: endpoint.limit))
                state.suspend(connection)
            } else if state.inbound.isFull {
                state.suspend(connection)
            } else {
                state.inbound.append([UInt8](UnsafeRawBufferPointer(start: data, count: size.pointee)))
                size.pointee = 0
            }
            return (state.inbound.wake(), nil, state.inbound.received == announcedLength)
        }
        reader?.resume()
        if !isWhole { loop.goOn() }
        guard let refusal else { return .YES }
        refuse(refusal)
        return .NO
    }

    /// The request is complete: the handler's answer is sent, now or when it comes.
    private func bodyArrived(_ connection: Connection) -> MHD_Result {
        let isOpen = state.withLock { state in
            state.phase = .complete
            state.inbound.complete()
            return !state.isStarted && state.answer == nil
        }
        if isOpen { start() } else { state.withLock { $0.inbound.wake() }?.resume() }
        if isInTurn.load(ordering: .acquiring) { return .YES }
        let answer: HTTPResponse? = state.withLock { state in
            if state.answer == nil { state.suspend(connection) } else { state.phase = .answered }
            return state.answer
        }
        guard let answer else { return .YES }
        return queue(answer, on: connection)
    }

    /// Whether the handler begins once its short body is there: it then reads without waiting, on this thread, which
    /// costs a fraction of going to sleep and being woken. A sender that asks whether to send is answered first.
    private func isAwaited(_ connection: Connection) -> Bool {
        guard let announcedLength, announcedLength <= min(endpoint.limit, Self.awaited) else { return false }
        return !isChunked && !connection.has(.header, "Expect") && !state.withLock { $0.isStarted }
    }

    /// Whether the rest of a body that nobody reads is small enough to take it in.
    private func isDrainable(_ state: State, _ connection: Connection) -> Bool {
        if state.phase == .headers, connection.has(.header, "Expect") { return false }
        guard let announcedLength else { return state.inbound.received - Self.drained < endpoint.limit }
        return announcedLength - state.inbound.received <= Self.drained
    }
}
