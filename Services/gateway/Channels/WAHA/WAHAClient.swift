import Contracts
import FoundationEssentials
import HTTPClient
import JSON

/// Talks to one WAHA server; a method per call of its HTTP API, in the files beside this one.
///
/// Every call throws a ``WAHAError`` that says whether it can have had an effect.
struct WAHAClient: Sendable {
    /// Without a slash at the end: `http://waha:3000`.
    let baseURL: String
    private let key: String?
    private let http: HTTPClient
    private let timeout: Duration

    /// - Parameter timeout: longer than the 15 s that WAHA itself waits for a session, shorter than anyone's patience.
    init(baseURL: String, key: String?, http: HTTPClient, timeout: Duration = .seconds(90)) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = key
        self.http = http
        self.timeout = timeout
    }

    /// Makes a call and returns the body of its answer, whatever success it is.
    func bytes(_ call: WAHACall) async throws(WAHAError) -> [UInt8] {
        do {
            let answer = try await http.stream(request(call))
            let isSuccess = 200..<300 ~= answer.status
            let limit = isSuccess ? WAHACall.answerLimit : WAHACall.refusalLimit
            var body: [UInt8] = []
            var chunks = answer.body.makeAsyncIterator()
            while body.count < limit, let chunk = try await chunks.next() { body += chunk }
            guard isSuccess else { throw WAHAError(answer.head, body: body) }
            guard body.count < limit else { throw WAHAError.unreadable("answer over \(limit) bytes") }
            return body
        } catch let error as HTTPClientError {
            throw WAHAError(error)
        } catch let error as WAHAError {
            throw error
        } catch {
            throw .noAnswer("cancelled")
        }
    }

    /// Makes a call whose answer is JSON.
    func json(_ call: WAHACall) async throws(WAHAError) -> JSONDocument {
        let body = try await bytes(call)
        do {
            return try JSONDocument(withoutNUL: body)
        } catch {
            throw .unreadable("\(call.method) \(call.name)")
        }
    }

    private func request(_ call: WAHACall) -> HTTPClientRequest {
        var headers = [("Accept", call.accept)]
        if let key { headers.append(("X-Api-Key", key)) }
        if case .none = call.body {} else { headers.append(("Content-Type", "application/json")) }
        return HTTPClientRequest(
            call.method,
            baseURL + call.target,
            headers: headers,
            body: call.body,
            timeout: call.timeout ?? timeout
        )
    }
}

/// One call of WAHA's HTTP API.
struct WAHACall: Sendable {
    static let answerLimit = 32 * 1024 * 1024
    static let refusalLimit = 64 * 1024

    let method: String
    /// What logs call it: the path with names for ids.
    let name: String
    /// Path and query, encoded.
    let target: String
    var accept = "application/json"
    var body = HTTPClientBody.none
    /// Nil takes the client's.
    var timeout: Duration?

    /// - Parameters:
    ///   - path: `/api/{}/chats/{}/messages`, each `{}` taking the next of `ids`.
    ///   - query: in order; those without a value are left out.
    init(_ method: String, _ path: String, _ ids: [String] = [], query: [(String, String?)] = []) {
        self.method = method
        name = path
        var ids = ids[...]
        var target = ""
        for (index, part) in path.split(separator: "{}", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { target += Self.encoded(ids.popFirst() ?? "") }
            target += part
        }
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(Self.encoded($0))" } }
        self.target = pairs.isEmpty ? target : "\(target)?\(pairs.joined(separator: "&"))"
    }

    /// - Parameter content: written as JSON.
    func with(_ content: some Encodable) throws(WAHAError) -> WAHACall {
        var call = self
        do {
            call.body = try .bytes([UInt8](JSONEncoder().encode(content)))
        } catch {
            throw .rejected(.invalid)
        }
        return call
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return result
    }
}
