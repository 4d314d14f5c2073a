import Contracts

extension ChannelDirectory {
    /// The channel that a client names, or the workspace's first.
    /// - Throws: 404 `not_found`, also for another workspace's channel.
    func channel(_ id: ChannelID?, of workspace: WorkspaceID) throws(Problem) -> Channel {
        guard let id else { return try primary(of: workspace) }
        return try entry(id, of: workspace).channel
    }
}
