/// One event of each topic as it was once told. They are never edited: what is in an outbox today must be read tomorrow.
enum EventSamples {
    private static let summary = """
        {"id":"v1","channelId":"c1","chatId":"60123456701@c.us","phoneNumber":"+60123456701","name":"Ann","isGroup":false,
        "unreadCount":2,"lastMessage":{"id":"m1","direction":"in","type":"text","preview":"Hi","status":"received",
        "timestamp":"2026-01-01T00:00:00.000Z"},"tags":[{"id":"t1","name":"VIP","color":"red","order":1,"active":true}],
        "contact":{"id":"p1","name":"Ann","kind":"member","badge":{"status":"active","label":"Active"},"branch":"Kepong"},
        "note":"calls back","version":7,"updatedAt":"2026-01-01T00:00:01.000Z"}
        """

    private static let message = """
        {"id":"m1","conversationId":"v1","providerId":"false_60123456701@c.us_3EB0","direction":"out","type":"image",
        "body":"look","status":"delivered","timestamp":"2026-01-01T00:00:00.000Z","clientRef":"r1",
        "media":{"id":"f1","state":"ready","mimetype":"image/png","filename":"a.png","size":5},
        "sender":{"chatId":"60123456701@c.us","name":"Ann","phoneNumber":"+60123456701"},"quotedId":"3EAF","source":"api",
        "sentBy":"s1","campaign":{"campaignId":"k1","recipientId":"r1"},"uncertain":true,
        "error":{"code":"rejected","message":"No."}}
        """

    static let messageReceived = """
        {"channel":"c1","chat":"987654321@lid","chatPhone":"+60123456701","providerId":"false_987654321@lid_3EB0",
        "type":"image","body":"see this","timestamp":"2026-01-01T00:00:00.000Z",
        "sender":{"chatId":"987654321@lid","name":"Ann","phoneNumber":"+60123456701"},
        "media":{"id":"f1","url":"http://waha:3000/api/files/a.jpeg","mimetype":"image/jpeg"},"quotedId":"3EAF",
        "source":"app","backfilled":true}
        """
    static let deliveryReported = """
        {"channel":"c1","messageId":"m1","providerId":"true_60123456701@c.us_3EB0","bareId":"3EB0","fromMe":true,
        "status":"sent","uncertain":false,"at":"2026-01-01T00:00:00.000Z"}
        """
    static let messageToSend = """
        {"messageId":"m1","channel":"c1","chat":"60123456701@c.us","content":{"type":"text","text":"Hi"},"priority":2,
        "campaign":{"campaignId":"k1","recipientId":"r1"},"at":"2026-01-01T00:00:00.000Z"}
        """
    static let messageAdded = "{\"message\":\(message),\"conversation\":\(summary)}"
    static let messageChanged = "{\"message\":\(message)}"
    static let conversationChanged = "{\"conversation\":\(summary)}"
    static let tagsChanged =
        #"{"tags":[{"id":"t1","name":"VIP","description":"d","color":"red","order":1,"active":true}]}"#
    static let conversationRead = #"{"channel":"c1","chat":"60123456701@c.us"}"#
    static let contactChanged = """
        {"contact":{"id":"p1","name":"Ann","kind":"lead","badge":{"status":"lead","label":"New"}},
        "identifiers":[{"kind":"phone","value":"+60123456701"},{"kind":"lid","value":"987654321@lid"}],"version":3}
        """
    static let campaignChanged = """
        {"campaign":{"id":"k1","name":"June","channel":"c1","text":"Hi {name}","status":"running","counts":{"total":10,
        "waiting":1,"queued":2,"sent":3,"delivered":1,"read":1,"failed":1,"uncertain":1,"skipped":0},
        "createdAt":"2026-01-01T00:00:00.000Z","startedAt":"2026-01-01T00:00:00.000Z","version":2}}
        """
    static let mediaChanged = """
        {"media":{"id":"f1","state":"failed","mimetype":"image/png","filename":"a.png","size":5,
        "sha256":"00ff","error":"gone"}}
        """
    static let sessionHealthChanged = """
        {"channel":"c1","session":"default","health":"deaf","previous":"well","at":"2026-01-01T00:00:00.000Z"}
        """
    static let channelChanged = #"{"channel":"c1","name":"Front desk","removed":false,"version":3}"#
    static let staffChanged = """
        {"staff":{"id":"s1","name":"Mei","email":"mei@gym.example","branch":"Kepong","active":true,"version":2}}
        """
    static let sessionChanged = """
        {"channel":"c1","session":"default","status":"SOMETHING_NEW","at":"2026-01-01T00:00:00.000Z"}
        """
}
