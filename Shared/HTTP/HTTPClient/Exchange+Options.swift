import CCurl

extension Exchange {
    /// The longest an idle connection is kept: below the 5 s after which Node's servers, WAHA's among them, close it.
    /// - Source: <https://nodejs.org/api/http.html#serverkeepalivetimeout>.
    private static let connectionAge = 4

    func setOptions() {
        let request = transfer.request
        ccurl_set_private(easy, Unmanaged.passUnretained(self).toOpaque())
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_NOPROXY, "*")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_QUICK_EXIT, 1)  // a cancelled name look-up must not hold up the thread
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_BUFFERSIZE, 128 * 1024)
        set(CURLOPT_UPLOAD_BUFFERSIZE, 128 * 1024)
        set(CURLOPT_MAXAGE_CONN, Self.connectionAge)
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Self.milliseconds(request.connectTimeout)))
        setMethod()
        setHeaders()
    }

    private func setMethod() {
        let method = transfer.request.method
        let isBodyless = transfer.upload.length == 0 && ["GET", "HEAD", "DELETE", "OPTIONS"].contains(method)
        if !isBodyless {
            set(CURLOPT_UPLOAD, 1)
            ccurl_set_size(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(transfer.upload.length ?? -1))
        } else if method == "HEAD" {
            set(CURLOPT_NOBODY, 1)
        }
        set(CURLOPT_CUSTOMREQUEST, method)
    }

    private func setHeaders() {
        for (name, value) in transfer.request.headers {
            // curl takes "name:" as an order to leave the header out; an empty one is written with a semicolon.
            headers = curl_slist_append(headers, value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        headers = curl_slist_append(headers, "Expect:")
        ccurl_set_headers(easy, headers)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        ccurl_set_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        ccurl_set_text(easy, option, value)
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration / .milliseconds(1))
    }
}
