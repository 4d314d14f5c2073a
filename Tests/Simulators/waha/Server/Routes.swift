import HTTPServer

/// Everything the simulator answers: WAHA's API, and the control plane under `/simulator`.
func routes(_ simulator: Simulator, apiKey: String?) throws(RouteError) -> Routes {
    var table = RouteTable(apiKey: apiKey)
    addServer(simulator, to: &table)
    addSessions(simulator, to: &table)
    addSending(simulator, to: &table)
    addChats(simulator, to: &table)
    addPeople(simulator, to: &table)
    addGroups(simulator, to: &table)
    addLabels(simulator, to: &table)
    addControl(simulator, to: &table)
    return try table.build()
}

private func addServer(_ waha: Simulator, to table: inout RouteTable) {
    table.on(.get, "/", .open, waha.ping)
    table.on(.get, "/ping", .open, waha.ping)
    table.feed("/ws", waha.sockets)
    table.on(.get, "/health", .key, waha.health)
    table.on(.get, "/api/server/version", .key, waha.version)
    table.on(.get, "/api/version", .key, waha.version)
    table.on(.get, "/api/server/status", .key, waha.serverStatus)
    table.on(.get, "/api/server/environment", .key, waha.environment)
    table.on(.get, "/api/files/{session}/{file}", .key, waha.showFile)
    table.on(.get, "/foreign/{session}/{file}", .open, waha.showForeignFile)
    table.on(.get, "/api/screenshot", .key, waha.screenshot)
}

private func addSessions(_ waha: Simulator, to table: inout RouteTable) {
    table.on(.get, "/api/sessions", .key, waha.listSessions)
    table.on(.post, "/api/sessions", .key, waha.createSession)
    table.on(.post, "/api/sessions/start", .key, waha.startByName)
    table.on(.post, "/api/sessions/stop", .key, waha.stopByName)
    table.on(.post, "/api/sessions/logout", .key, waha.logoutByName)
    table.on(.get, "/api/sessions/{session}", .key, waha.showSession)
    table.on(.put, "/api/sessions/{session}", .key, waha.updateSession)
    table.on(.delete, "/api/sessions/{session}", .key, waha.deleteSession)
    table.on(.get, "/api/sessions/{session}/me", .key, waha.showMe)
    table.on(.post, "/api/sessions/{session}/start", .key, waha.startSession)
    table.on(.post, "/api/sessions/{session}/stop", .key, waha.stopSession)
    table.on(.post, "/api/sessions/{session}/restart", .key, waha.restartSession)
    table.on(.post, "/api/sessions/{session}/logout", .key, waha.logoutSession)
    table.on(.get, "/api/{session}/auth/qr", .key, waha.showQR)
    table.on(.post, "/api/{session}/auth/request-code", .key, waha.requestCode)
    table.on(.get, "/api/{session}/auth/passkey/challenge", .key, waha.showPasskeyChallenge)
    table.on(.post, "/api/{session}/auth/passkey", .key, waha.answerPasskey)
    table.on(.get, "/api/{session}/auth/passkey/confirmation", .key, waha.showPasskeyCode)
    table.on(.post, "/api/{session}/auth/passkey/confirm", .key, waha.confirmPasskey)
    table.on(.get, "/api/{session}/profile", .key, waha.showProfile)
    table.on(.put, "/api/{session}/profile/name", .key, waha.renameProfile)
    table.on(.put, "/api/{session}/profile/status", .key, waha.changeProfile)
    table.on(.put, "/api/{session}/profile/picture", .key, waha.changeProfile)
    table.on(.delete, "/api/{session}/profile/picture", .key, waha.changeProfile)
}

private func addSending(_ waha: Simulator, to table: inout RouteTable) {
    table.on(.post, "/api/sendText", .key, waha.sendText)
    table.on(.get, "/api/sendText", .key, waha.sendTextByQuery)
    table.on(.post, "/api/reply", .key, waha.sendText)
    table.on(.post, "/api/sendImage", .key, waha.sendImage)
    table.on(.post, "/api/sendFile", .key, waha.sendFile)
    table.on(.post, "/api/sendVoice", .key, waha.sendVoice)
    table.on(.post, "/api/sendVideo", .key, waha.sendVideo)
    table.on(.post, "/api/sendSticker", .key, waha.sendSticker)
    table.on(.post, "/api/sendLocation", .key, waha.sendLocation)
    table.on(.post, "/api/sendContactVcard", .key, waha.sendContacts)
    table.on(.post, "/api/sendPoll", .key, waha.sendPoll)
    table.on(.post, "/api/sendList", .key, waha.sendList)
    table.on(.post, "/api/sendButtons", .key, waha.sendButtons)
    table.on(.post, "/api/send/link-custom-preview", .key, waha.sendLinkPreview)
    table.on(.post, "/api/forwardMessage", .key, waha.forward)
    table.on(.post, "/api/sendSeen", .key, waha.sendSeen)
    table.on(.post, "/api/startTyping", .key, waha.typing)
    table.on(.post, "/api/stopTyping", .key, waha.typing)
    table.on(.put, "/api/reaction", .key, waha.react)
    table.on(.post, "/api/sendPollVote", .key, waha.votePoll)
    table.on(.put, "/api/star", .key, waha.star)
    table.on(.get, "/api/{session}/new-message-id", .key, waha.newMessageID)
    table.on(.post, "/api/{session}/presence", .key, waha.setPresence)
    table.on(.get, "/api/{session}/presence", .key, waha.listPresences)
    table.on(.get, "/api/{session}/presence/{chatId}", .key, waha.showPresence)
    table.on(.post, "/api/{session}/presence/{chatId}/subscribe", .key, waha.subscribePresence)
}

private func addChats(_ waha: Simulator, to table: inout RouteTable) {
    let chat = "/api/{session}/chats/{chatId}"
    table.on(.get, "/api/{session}/chats", .key, waha.listChats)
    table.on(.get, "/api/{session}/chats/overview", .key, waha.overview)
    table.on(.post, "/api/{session}/chats/overview", .key, waha.overviewByBody)
    table.on(.delete, chat, .key, waha.deleteChat)
    table.on(.get, "\(chat)/picture", .key, waha.chatPicture)
    table.on(.get, "\(chat)/messages", .key, waha.listMessages)
    table.on(.get, "/api/messages", .key, waha.listMessagesByQuery)
    table.on(.delete, "\(chat)/messages", .key, waha.clearChat)
    table.on(.post, "\(chat)/messages/read", .key, waha.readMessages)
    table.on(.get, "\(chat)/messages/{messageId}", .key, waha.showMessage)
    table.on(.put, "\(chat)/messages/{messageId}", .key, waha.editMessage)
    table.on(.delete, "\(chat)/messages/{messageId}", .key, waha.revokeMessage)
    table.on(.post, "\(chat)/messages/{messageId}/pin", .key, waha.pin)
    table.on(.post, "\(chat)/messages/{messageId}/unpin", .key, waha.pin)
    table.on(.post, "\(chat)/archive", .key, waha.archive)
    table.on(.post, "\(chat)/unarchive", .key, waha.unarchive)
    table.on(.post, "\(chat)/unread", .key, waha.markUnread)
}

private func addPeople(_ waha: Simulator, to table: inout RouteTable) {
    table.on(.get, "/api/contacts", .key, waha.showContact)
    table.on(.get, "/api/contacts/all", .key, waha.listContacts)
    table.on(.get, "/api/contacts/check-exists", .key, waha.checkExists)
    table.on(.get, "/api/checkNumberStatus", .key, waha.checkExists)
    table.on(.get, "/api/contacts/about", .key, waha.about)
    table.on(.get, "/api/contacts/profile-picture", .key, waha.profilePicture)
    table.on(.post, "/api/contacts/block", .key, waha.block)
    table.on(.post, "/api/contacts/unblock", .key, waha.block)
    table.on(.get, "/api/{session}/contacts/{id}", .key, waha.showContact)
    table.on(.put, "/api/{session}/contacts/{chatId}", .key, waha.renameContact)
    table.on(.get, "/api/{session}/lids", .key, waha.listLIDs)
    table.on(.get, "/api/{session}/lids/count", .key, waha.countLIDs)
    table.on(.get, "/api/{session}/lids/pn/{phoneNumber}", .key, waha.resolvePhone)
    table.on(.get, "/api/{session}/lids/{lid}", .key, waha.resolveLID)
}

private func addGroups(_ waha: Simulator, to table: inout RouteTable) {
    let group = "/api/{session}/groups/{id}"
    table.on(.get, "/api/{session}/groups", .key, waha.listGroups)
    table.on(.post, "/api/{session}/groups", .key, waha.createGroup)
    table.on(.get, "/api/{session}/groups/count", .key, waha.countGroups)
    table.on(.post, "/api/{session}/groups/refresh", .key, waha.refreshGroups)
    table.on(.get, group, .key, waha.showGroup)
    table.on(.post, "\(group)/leave", .key, waha.leaveGroup)
    table.on(.get, "\(group)/picture", .key, waha.chatPicture)
    table.on(.put, "\(group)/subject", .key, waha.setSubject)
    table.on(.put, "\(group)/description", .key, waha.setDescription)
    table.on(.get, "\(group)/participants", .key, waha.listParticipants)
    table.on(.get, "\(group)/participants/v2", .key, waha.listParticipantsV2)
    table.on(.post, "\(group)/participants/add", .key) { try await waha.changeParticipants("join", $0) }
    table.on(.post, "\(group)/participants/remove", .key) { try await waha.changeParticipants("leave", $0) }
    table.on(.post, "\(group)/admin/promote", .key) { try await waha.changeParticipants("promote", $0) }
    table.on(.post, "\(group)/admin/demote", .key) { try await waha.changeParticipants("demote", $0) }
}

private func addLabels(_ waha: Simulator, to table: inout RouteTable) {
    table.on(.get, "/api/{session}/labels", .key, waha.listLabels)
    table.on(.post, "/api/{session}/labels", .key, waha.createLabel)
    table.on(.delete, "/api/{session}/labels/{labelId}", .key, waha.deleteLabel)
    table.on(.get, "/api/{session}/labels/chats/{chatId}", .key, waha.labelsOfChat)
    table.on(.put, "/api/{session}/labels/chats/{chatId}", .key, waha.setLabelsOfChat)
}

private func addControl(_ waha: Simulator, to table: inout RouteTable) {
    table.on(.get, "/simulator", .open, waha.showState)
    table.on(.post, "/simulator/incoming", .open, waha.inject)
    table.on(.get, "/simulator/incoming", .open, waha.showIncoming)
    table.on(.post, "/simulator/traffic", .open, waha.startTraffic)
    table.on(.get, "/simulator/traffic", .open, waha.showTraffic)
    table.on(.post, "/simulator/change", .open, waha.change)
    table.on(.post, "/simulator/event", .open, waha.tellAnything)
    table.on(.post, "/simulator/presence", .open, waha.changePresence)
    table.on(.get, "/simulator/presence", .open, waha.showPresences)
    table.on(.post, "/simulator/call", .open, waha.call)
    table.on(.get, "/simulator/faults", .open, waha.showFaults)
    table.on(.put, "/simulator/faults", .open, waha.changeFaults)
    table.on(.delete, "/simulator/faults", .open, waha.clearFaults)
    table.on(.get, "/simulator/sent", .open, waha.showSent)
    table.on(.get, "/simulator/webhooks", .open, waha.showWebhooks)
    table.on(.post, "/simulator/reset", .open, waha.resetCounts)
    table.on(.post, "/simulator/scan", .open, waha.scanCode)
    table.on(.post, "/simulator/restart", .open, waha.restartServer)
    table.on(.put, "/simulator/sessions/{session}", .open, waha.putSession)
    table.on(.post, "/simulator/sessions/{session}/state", .open, waha.setState)
    table.on(.post, "/simulator/people", .open, waha.addPeople)
    table.on(.post, "/simulator/groups", .open, waha.addGroup)
}
