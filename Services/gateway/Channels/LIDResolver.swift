import Bus
import Contracts
import Runtime

/// Asks the channels of a workspace for the phones behind hidden ids.
struct LIDResolver: Sendable {
    static let limit = 500

    let directory: ChannelDirectory
    let logger: Logger

    func resolve(_ request: ResolveLIDs, _ context: RequestContext) async throws -> ResolvedLIDs {
        try await resolve(request, of: context.workspace)
    }

    /// One channel after the other, until all are known. A channel that does not answer is left out.
    func resolve(_ request: ResolveLIDs, of workspace: WorkspaceID) async throws -> ResolvedLIDs {
        guard request.lids.count <= Self.limit else {
            throw Problem.invalid([FieldProblem("lids", "must be at most \(Self.limit)")])
        }
        var wanted = Set(request.lids.filter { $0.kind == .lid })
        var resolved = ResolvedLIDs(pairs: [], asked: false)
        for channel in directory.all where channel.workspace == workspace && channel.isWorking {
            guard !wanted.isEmpty else { break }
            do {
                let entry = try directory.entry(channel.id)
                let phones = try await entry.client.resolveLIDs(channel.session, wanted)
                resolved.asked = true
                for (lid, phone) in phones {
                    guard let digits = phone.phoneDigits else { continue }
                    resolved.pairs.append(LIDPair(lid: lid, phoneNumber: "+\(digits)"))
                    wanted.remove(lid)
                }
            } catch let error as WAHAError {
                logger.info("hidden ids could not be asked for", ["channel": channel.id, "error": "\(error)"])
            }
        }
        return resolved
    }
}
