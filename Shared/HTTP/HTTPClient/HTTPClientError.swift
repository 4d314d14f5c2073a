/// Why an exchange failed. An answer with any status is an answer, not an error.
package enum HTTPClientError: Error, Hashable, Sendable {
    /// No answer, or no more of it, in time; the request may have been received.
    case timedOut
    /// Name not resolved, refused, unreachable, TLS failed, or no connection in time: nothing of the request was sent.
    case couldNotConnect(String)
    /// Every address of the host is one that the client's ``AddressFilter`` refuses.
    case addressRefused
    /// The peer closed or reset the connection after the request went out, or cut the answer off.
    case connectionLost(String)
    /// The answer's body is over the request's limit, in bytes.
    case tooLarge(limit: Int)
    /// The URL is not an absolute http or https one.
    case malformedURL
    /// A method, header name or value that cannot stand in a request.
    case malformedHeader(String)
    /// The file to send cannot be read.
    case unreadableFile(String)
    /// The source of the request's body failed, or ended before its promised length.
    case bodyFailed(String)
    /// The task was cancelled, or the client shut down.
    case cancelled
    /// Anything else, as curl names it.
    case other(code: Int, text: String)

    /// False only when the request certainly never reached the peer, so that trying again doubles nothing.
    package var mayHaveArrived: Bool {
        switch self {
        case .couldNotConnect, .addressRefused, .malformedURL, .malformedHeader, .unreadableFile: false
        case .timedOut, .connectionLost, .tooLarge, .bodyFailed, .cancelled, .other: true
        }
    }
}
