/// What the first look at a request tells.
struct RequestHead {
    let connection: Connection
    let method: HTTPMethod
    let path: String
    /// Of the body as announced, in bytes.
    let length: Int?
    let isChunked: Bool

    init(_ connection: Connection, method: HTTPMethod, path: String) {
        self.connection = connection
        self.method = method
        self.path = path
        length = connection.value(.header, "Content-Length").flatMap { Int($0) }
        isChunked = connection.has(.header, "Transfer-Encoding")
    }
}
