import CCurl

/// curl's set of transfers.
///
/// Unchecked because curl promises that `curl_multi_wakeup` may be called from any thread; everything else is done by
/// the client's thread, which also frees it. - Source: <https://curl.se/libcurl/c/curl_multi_wakeup.html>.
struct MultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    /// Connections kept open when idle, over all hosts.
    private static let idleConnections = 64
    /// curl's global state, set up once; the system's curl is built to do it safely on any thread.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init?(connectionsPerHost: Int) {
        guard Self.isReady, let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
        ccurl_multi_set_long(pointer, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, connectionsPerHost))
        ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, Self.idleConnections)
        ccurl_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    }

    func wake() {
        curl_multi_wakeup(pointer)
    }
}
