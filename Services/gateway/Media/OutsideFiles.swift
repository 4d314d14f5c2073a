import Contracts
import FoundationEssentials
import HTTPClient

/// Files at addresses that clients name. Where private addresses are refused, so are those that a redirect leads to.
struct OutsideFiles: Sendable {
    /// The most redirects in a row.
    private static let redirects = 5

    /// It follows no redirects by itself, and refuses the addresses that are to be refused.
    let http: HTTPClient

    /// Opens the file; a redirect is followed, and its target checked like the address itself.
    /// - Parameter field: the name of the address in the request, for what is wrong with it.
    /// - Throws: 422 `invalid`.
    func open(_ url: String, field: String) async throws(Problem) -> HTTPClientStream {
        var url = url
        for _ in 0...Self.redirects {
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                throw .invalid([FieldProblem(field, "must begin with http:// or https://")])
            }
            let answer = try await answer(of: url, field)
            guard let target = try Self.redirect(answer, from: url, field) else { return answer }
            url = target
        }
        throw .invalid([FieldProblem(field, "redirects more than \(Self.redirects) times")])
    }

    private func answer(of url: String, _ field: String) async throws(Problem) -> HTTPClientStream {
        do throws(HTTPClientError) {
            return try await http.stream(HTTPClientRequest("GET", url, timeout: .seconds(30), maxResponseBytes: .max))
        } catch .addressRefused {
            throw .invalid([FieldProblem(field, "leads to a private address, which is not allowed here")])
        } catch {
            throw .invalid([FieldProblem(field, "cannot be fetched")])
        }
    }

    /// - Returns: nil when the answer is the file.
    private static func redirect(
        _ answer: HTTPClientStream,
        from url: String,
        _ field: String
    ) throws(Problem) -> String? {
        switch answer.status {
        case 200: return nil
        case 301, 302, 303, 307, 308:
            guard let target = target(answer.header("location"), from: url) else { fallthrough }
            return target
        default: throw .invalid([FieldProblem(field, "answered \(answer.status)")])
        }
    }

    /// - Parameter location: absolute, or relative to the address that it came from.
    static func target(_ location: String?, from url: String) -> String? {
        guard let location, let base = URL(string: url) else { return nil }
        return URL(string: location, relativeTo: base)?.absoluteURL.absoluteString
    }
}
