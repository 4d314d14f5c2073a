import CMicroHTTP
package import Contracts
import FoundationEssentials

/// An error that knows what a caller is to be told; others are answered with 500.
package protocol ProblemError: Error {
    var problem: Problem { get }
}

extension Problem {
    /// What the caller is told of an error that is the caller's own doing, or known otherwise; nil for the rest.
    package init?(known error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as any ProblemError: self = error.problem
        case let malformed as Malformed: self = Problem(422, "invalid", "The request has what is \(malformed).")
        default: return nil
        }
    }
}

extension HTTPResponse {
    /// `application/problem+json`.
    /// - Source: RFC 9457.
    package init(_ problem: Problem, headers: [(name: String, value: String)] = []) {
        let body = ProblemBody(problem)
        var headers = headers
        if let seconds = problem.retryAfter { headers.append(("Retry-After", String(seconds))) }
        if problem.status == 401 { headers.append(("WWW-Authenticate", "Bearer")) }
        let bytes = (try? JSONCoding.encode(body)) ?? []
        self.init(problem.status, type: "application/problem+json", bytes: bytes, headers: headers)
    }
}

/// A problem as it is written: with the standard's `title`.
struct ProblemBody: Encodable {
    private enum Key: CodingKey { case title }

    private let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    func encode(to encoder: any Encoder) throws {
        try problem.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(String(cString: MHD_get_reason_phrase_for(UInt32(problem.status))), forKey: .title)
    }
}
