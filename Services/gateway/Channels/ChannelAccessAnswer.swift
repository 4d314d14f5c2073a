import Bus
import Contracts
import Crypto
import Store

/// Tells other services how to fetch a channel's files. The key leaves sealed.
struct ChannelAccessAnswer: Sendable {
    let directory: ChannelDirectory

    /// - Throws: 404 `not_found`, also for another workspace's channel.
    func answer(_ request: ShowChannelAccess, _ context: RequestContext, _: any Reader) throws -> ChannelAccess {
        let entry = try directory.entry(request.channel, of: context.workspace)
        return ChannelAccess(
            baseURL: entry.channel.baseURL,
            session: entry.channel.session,
            sealedKey: entry.sealedKey.map { Base64.encode($0) }
        )
    }
}
