import CCurl

/// A transfer inside curl: made, touched and freed by the client's thread alone.
final class Exchange {
    let transfer: Transfer
    let addresses: AddressFilter
    let easy: UnsafeMutableRawPointer
    var headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    private let begun = ContinuousClock.now
    /// When a byte last moved, or our own side last stopped holding the peer up.
    var moved = ContinuousClock.now
    var head = HeadParser()
    var isHeadDone = false
    /// The whole request is out.
    var isSent: Bool
    /// Bytes of the answer's body.
    var received = 0
    var isReceivingPaused = false
    var isSendingPaused = false
    /// Set just before the first byte of the request goes out.
    var wasIssued = false
    /// The filter refused an address.
    var wasRefused = false
    /// Why a callback ended the exchange.
    var failure: HTTPClientError?

    /// Nil when memory is out.
    init?(_ transfer: Transfer, addresses: AddressFilter) {
        guard let easy = curl_easy_init() else { return nil }
        self.transfer = transfer
        self.addresses = addresses
        self.easy = easy
        isSent = transfer.upload.length == 0
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ccurl_set_error_buffer(easy, errorText)
        setOptions()
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    func resumeReceiving() {
        guard isReceivingPaused else { return }
        isReceivingPaused = false
        unpause()
    }

    func resumeSending() {
        guard isSendingPaused else { return }
        isSendingPaused = false
        unpause()
    }

    private func unpause() {
        moved = .now
        let paused = (isReceivingPaused ? CURLPAUSE_RECV : 0) | (isSendingPaused ? CURLPAUSE_SEND : 0)
        curl_easy_pause(easy, Int32(paused))
    }

    /// The moment at which it has failed if nothing happens.
    var deadline: ContinuousClock.Instant? {
        let whole = transfer.isWhole || !isHeadDone ? begun + transfer.request.timeout : nil
        let isPeersTurn = !isReceivingPaused && !isSendingPaused && (isHeadDone || !isSent) && wasIssued
        let idle = isPeersTurn ? moved + transfer.request.idleTimeout : nil
        guard let whole, let idle else { return whole ?? idle }
        return min(whole, idle)
    }

    var timeoutFailure: HTTPClientError {
        wasIssued ? .timedOut : .couldNotConnect("no connection in time")
    }

    /// Tells the caller how it ended.
    func finish(_ error: HTTPClientError?) {
        transfer.upload.close()
        transfer.download.finish(error)
    }

    /// What curl's code means; nil for success.
    func meaning(of code: CURLcode) -> HTTPClientError? {
        if let failure { return failure }
        let text = String(cString: errorText[0] == 0 ? curl_easy_strerror(code) : UnsafePointer(errorText))
        switch code {
        case CURLE_OK:
            return isHeadDone ? nil : .connectionLost("no answer")
        case CURLE_URL_MALFORMAT where !wasIssued, CURLE_UNSUPPORTED_PROTOCOL where !wasIssued:
            return .malformedURL
        case _ where !wasIssued && wasRefused:
            return .addressRefused
        case _ where !wasIssued:
            return .couldNotConnect(text)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND,
            CURLE_COULDNT_CONNECT:
            return .connectionLost(text)
        default:
            return .other(code: Int(code.rawValue), text: text)
        }
    }
}
