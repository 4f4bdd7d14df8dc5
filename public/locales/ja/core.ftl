# 日本語

## Everywhere

product = Remote Help
role-sharer = サポートを受ける
role-helper = サポートする
demo-banner = これはデモです。登場する人物と会社は架空のものです。
language = 言語
skip-to-content = 本文へ移動
signed-in-as = サインイン中:
sign-in = サインイン
sign-out = サインアウト
loading = お待ちください…
try-again = もう一度試す
use-another-account = 別のアカウントを使う
reload = ページを再読み込み
to-start = 最初に戻る
console = 管理
to-console = 管理画面へ
to-devices = デバイス
cancel = キャンセル
close = 閉じる
copied = コピーしました
verified-domain = 確認済みドメイン:
callback-title = サインイン
callback-progress = サインインしています…

## Errors

error-detail = ヘルプデスク用の番号:
tries-left =
    { $count ->
        [0] これ以上は入力できません。
       *[other] あと { $count } 回入力できます。
    }
retry-after = { $time }後にもう一度お試しください。

error-bad-request = うまくいきませんでした。
    .next = ページを再読み込みしてください。繰り返す場合はヘルプデスクにお知らせください。
error-not-found = ここには何もありません。
    .next = アドレスが間違っているか、古い可能性があります。最初に戻ってください。
error-method-not-allowed = うまくいきませんでした。
    .next = ページを再読み込みしてください。繰り返す場合はヘルプデスクにお知らせください。
error-too-large = 大きすぎて送信できません。
    .next = 短くしてもう一度お試しください。
error-too-many-requests = 一度に操作が集中しました。
    .next = 少し待ってからもう一度お試しください。
error-origin-refused = このページからは操作できません。
    .next = 組織から案内されたアドレスで Remote Help を開いてください。
error-unsupported-version = Remote Help が更新されました。
    .next = 続けるにはページを再読み込みしてください。
error-unknown-request = Remote Help が更新されました。
    .next = 続けるにはページを再読み込みしてください。
error-unavailable = Remote Help は現在利用できません。
    .next = 通常は 1 分以内に復旧します。もう一度お試しください。
error-internal = こちら側で問題が発生しました。
    .next = もう一度お試しください。繰り返す場合はヘルプデスクにお知らせください。
error-unknown = 問題が発生しました。
    .next = ページを再読み込みしてください。繰り返す場合はヘルプデスクにお知らせください。

error-not-signed-in = サインインの期限が切れました。
    .next = 続けるにはもう一度サインインしてください。
error-insufficient-claims = ここでは、より強固なサインインが組織から求められています。
    .next = もう一度試し、サインイン サービスの手順（2 つ目の要素による確認など）に従ってください。それでもうまくいかない場合はヘルプデスクにお知らせください。
error-device-check = 先に、サインイン サービスにこのデバイスについて確認する必要があります。
    .next = もう一度試してください。それでもうまくいかない場合はヘルプデスクにお知らせください。
error-sign-in-expired = サインインに時間がかかりすぎたか、別のウィンドウで開始されました。
    .next = このページからもう一度サインインしてください。ブラウザーでこのページのデータ保存を許可する必要があります。
error-state-mismatch = このページで始めたサインインではないため、使用しませんでした。
    .next = このページからもう一度サインインしてください。
error-token-refused = サインインを確認できませんでした。
    .next = もう一度サインインしてください。繰り返す場合はヘルプデスクにお知らせください。
error-wrong-tenant = このアカウントは別の組織のものです。
    .next = この組織のアカウントでサインインしてください。
error-not-a-helper = このアカウントではサポートを行えません。
    .next = 別のアカウントを使うか、管理者に権限を依頼してください。サポートを受けたい場合は、担当者から届いたリンクを開いてください。
error-account-disabled = このアカウントは組織で無効になっています。
    .next = 別のアカウントを使うか、ヘルプ デスクに問い合わせてください。
error-provider-unreachable = サインイン サービスに接続できません。
    .next = 接続を確認して、もう一度お試しください。
error-provider-denied = サインインがキャンセルまたは拒否されました。
    .next = もう一度試すか、別のアカウントを使ってください。
error-provider-interaction = サインイン サービスで追加の操作が必要です。
    .next = もう一度試し、表示される手順に従ってください。
error-provider-policy = 組織の方針により、このサインインまたはこのデバイスは許可されていません。
    .next = 組織のデバイスで試すか、別のアカウントを使うか、ヘルプデスクにお問い合わせください。
error-provider-misconfigured = Remote Help へのサインインが正しく設定されていません。
    .next = ご自身では解決できません。ヘルプデスクにお知らせください。
error-provider-trouble = サインイン サービスに問題が発生しています。
    .next = 少し待ってからもう一度お試しください。
error-remote-help-off = お使いの組織では Remote Help が無効になっています。
    .next = サポートの受け方をヘルプデスクにお問い合わせください。

error-malformed-code = これはセキュリティ コードではありません。
    .next = コードは 8 文字の英数字です。確認するか、担当者に読み上げてもらってください。
error-wrong-code = このコードは使えません。
    .next = 入力ミス、使用済み、または期限切れの可能性があります。確認するか、担当者に新しいコードを依頼してください。
error-too-many-wrong-codes = 使えないコードが何度も入力されました。
    .next = しばらく待って、担当者に新しいコードを依頼してください。
error-own-session = これはあなた自身のセッションです。
    .next = サポートする相手にコードを伝えてください。
error-helper-not-permitted = この担当者にはあなたをサポートする権限がありません。
    .next = 担当者にそのことを伝え、ヘルプ デスクに別の担当者を依頼してください。
error-device-not-enrolled = 組織は、登録済みのデバイスでのみサポートを行います。このデバイスは登録されていません。
    .next = 組織のデバイスを使うか、このデバイスの登録をヘルプ デスクに依頼してください。その後、担当者に新しいコードを依頼してください。
error-other-than-bound = このセッションは、別の人または別のデバイスのために開始されました。
    .next = 担当者に、あなた用のセッションを依頼してください。
error-wrong-enrolment-link = この登録リンクは使えません。
    .next = 使用済みか、期限切れの可能性があります。管理者に新しいリンクを依頼してください。
error-device-key-failed = このブラウザーにはキーを保存できません。
    .next = プライベート ブラウズをやめるか、このサイトにデータの保存を許可して、もう一度お試しください。
error-not-permitted = このアカウントではこの操作を行えません。
    .next = 管理者に権限を依頼してください。
error-bad-field = 不足している項目、長すぎる項目、または存在しないものの指定があります。
    .next = 修正して、もう一度お試しください。
error-built-in = ここでは変更できません。
    .next = 組み込みのものは変更できません。構成で指定されたものは構成で変更してください。
error-directory-read-only = ここではディレクトリを変更できません。
    .next = Microsoft Entra ID と Intune が管理しています。そちらで変更してください。
error-changed-meanwhile = その間に別の人が変更しました。
    .next = 現在の内容を確認して、もう一度変更してください。
error-in-use = まだ使用されています。
    .next = 先に、使用している箇所から外してください。
error-last-administrator = 管理できる人がいなくなります。
    .next = 先に、別の人を管理者にしてください。
error-too-many = 数が上限に達しています。
    .next = 不要になったものを削除してください。
error-too-many-sessions = 開いているセッションが多すぎます。
    .next = どれかを終了してから、新しく開始してください。
error-session-not-found = このセッションは存在しないか、このアカウントのものではありません。
    .next = 担当者に新しいコードを依頼するか、最初に戻ってください。
error-session-ended = このセッションは終了しました。
    .next = 続けるには新しいセッションを開始してください。
error-not-allowed = 今はその操作ができません。
    .next = 現在の表示を確認して、そこからもう一度お試しください。
error-stale = その間にセッションが先へ進みました。
    .next = 現在の表示を確認し、求められたらもう一度答えてください。
error-replaced = セッションは別のタブまたはウィンドウで続いています。
    .next = そちらで続けるか、ここに戻してください。

error-network-unreachable = Remote Help に接続できません。
    .next = インターネット接続を確認して、もう一度お試しください。
error-peer-failed = 2 つのブラウザーを接続できませんでした。
    .next = 再試行しています。うまくいかない場合は、どちらかのネットワークや VPN が原因の可能性があります。ヘルプデスクにお知らせください。
error-capture-denied = 画面が選択されなかったため、何も共有されていません。
    .next = もう一度「画面を共有」を押して、見せたいものを選んでください。
error-capture-blocked = このブラウザーでの画面収録が、コンピューター側で許可されていません。
    .next = Mac では「システム設定」→「プライバシーとセキュリティ」→「画面収録」でブラウザーをオンにし、再起動してください。その後このページをもう一度開くと、セッションはそのまま続けられます。
error-capture-failed = 画面を共有できませんでした。
    .next = もう一度試すか、別のウィンドウまたは画面を選んでください。
error-picture-failed = 画面を表示できません。
    .next = ページを再読み込みしてください。セッションは続いています。
error-load-failed = ページの一部を読み込めませんでした。
    .next = 接続を確認してから、ページを再読み込みしてください。
error-chat-too-long = メッセージが長すぎます。
    .next = 短くするか、2 回に分けて送信してください。入力した文章は残っています。
error-copy-failed = コピーできませんでした。
    .next = テキストを選択して、手動でコピーしてください。
error-save-failed = 保存できませんでした。
    .next = ブラウザーでこのページからのダウンロードを許可してもう一度試すか、ページを印刷してください。

## /rh: signing in, the code

sharer-sign-in-title = サインインしてサポートを受ける
sharer-sign-in-lead = 職場のアカウントでサインインしてください。お互いに相手が誰かを確認できます。
sharer-sign-in-code-lead = 職場のアカウントでサインインすると、招待されたセッションにそのまま進みます。

code-title = セキュリティ コードを入力
code-lead = コードは担当者からお伝えします。同意するまで、画面は一切表示されません。
code-label = セキュリティ コード
code-hint = 8 文字の英数字です。リンク全体を貼り付けることもできます。
code-empty = 担当者から伝えられたコードを入力してください。
code-too-short = 文字が足りません。コードは 8 文字です。
code-too-long = 文字が多すぎます。コードは 8 文字です。
code-bad-character = コードに使われない文字が含まれています。確認してください。
join = 次へ
joining = セッションに参加しています…
return-title = 進行中のセッションがあります
return-lead = 担当者が待っています。新しいコードなしで戻れます。
return-session = セッションに戻る
return-with = 相手:
return-age = { $time }前に開始

## The trust screens

trust-sharer-title = この人を知っていますか？
trust-sharer-lead = この人があなたをサポートするため、画面を見ることを希望しています。
trust-sharer-sees = 見せる範囲はあなたが選びます。画面全体、1 つのウィンドウ、または 1 つのタブです。
trust-sharer-cannot = 相手は見ることしかできません。クリックや入力をしたり、何かを開いたりはできません。
trust-sharer-stop = いつでも一時停止や終了ができます。録画はされません。
trust-helper-title = サポートする相手はこの人ですか？
trust-helper-lead = この人があなたのコードで参加しました。心当たりがある場合のみ接続してください。
trust-helper-check = 名前と会社が、話している相手と一致するか確認してください。
trust-helper-view-only = 相手が共有を選んだものだけが見えます。デバイスの操作はできません。
trust-helper-recorded = 誰がいつ誰をサポートしたかは記録されます。画面とチャットは記録されません。
allow = 許可
decline = 拒否
confirm = 接続
trust-time-left = 回答の残り時間:
device-yours = あなたのデバイス:
device-theirs = 相手のデバイス:
device-state-compliant = 組織のポリシーに準拠しています。
device-state-not-compliant = 組織のポリシーに準拠していません。
device-state-in-grace-period = 組織のポリシーにまだ準拠していません。猶予期間中です。
device-state-unknown = 組織のポリシーに準拠しているかどうか不明です。
device-state-unenrolled = 組織に登録されていません。
device-proof-claim = サインイン サービスがデバイスを示しています。
device-proof-proxy = デバイスの証明書を確認しました。
device-proof-key =
    { $side ->
        [helper] 相手のブラウザーがこのデバイスに登録されています。
       *[sharer] お使いのブラウザーがこのデバイスに登録されています。
    }
device-proof-presumed =
    { $side ->
        [helper] 推定であり、証明されていません。このデバイスのために開始されたセッションに、所有者が同じ種類のシステムから参加しました。
       *[sharer] 推定です。このデバイスのために開始されたセッションです。
    }
device-proof-unknown = このページでは、確認方法を表示できません。再読み込みしてください。
device-verdict-compliant = サインインで証明済み：サインイン サービスが確認しました。
device-verdict-not-compliant = サインイン サービスに問い合わせましたが、このデバイスは確認されませんでした。
device-verdict-silent = サインイン サービスに問い合わせましたが、このデバイスについての回答がありませんでした。
device-warning-title = このデバイスに注意してください
device-warning-not-compliant = 組織のポリシーに準拠していません。安全でない可能性があります。
device-warning-unknown = 安全かどうか、今は確認できません。
device-warning-unenrolled = 組織に登録されていないため、安全かどうか確認できません。
device-warning-risk = このデバイスで管理者の資格情報を入力させないでください。ほかのプログラムに記録され、別の場所で使われるおそれがあります。
device-warning-person = このセッションは別の人のために開始されました:
device-warning-device = セッションの対象とは別のデバイスから参加しています:
device-warning-changed = 相手のデバイスの状態が変わりました。入力される内容に注意してください。
device-continue = リスクを理解して続ける
bound-to = このセッションは次のデバイス専用です:
bound-owner = 所有者:
enrol-sign-in-title = サインインしてこのデバイスを登録
enrol-sign-in-lead = リンクの対象のデバイスで、職場アカウントを使ってサインインしてください。
enrol-title = このブラウザーを登録
enrol-lead = このリンクは、組織の次のデバイス用です:
enrol-other-system = このブラウザーは、対象のデバイスとは別の種類のシステムで動いています。対象のデバイスでリンクを開いてください。
enrol-means = 今そのデバイスを使っている場合にのみ登録してください。サポートを受けるたびにデバイスを識別するためのキーが、このブラウザーに保存されます。キーがこのブラウザーの外に出ることはありません。
enrol = このブラウザーを登録
enrol-done = このブラウザーは次のデバイスに登録されました:
enrol-missing = 登録リンクがありません。受け取ったリンクを開いてください。
check-title = デバイスを確認できませんでした
check-refused = このデバイスが組織のポリシーに準拠していることを、組織のサインイン サービスが確認できませんでした。
check-silent = 組織のサインイン サービスから、このデバイスについての回答がありませんでした。
check-edge = Microsoft Edge は、Edge 自体に職場アカウントでサインインしている間だけデバイスを示します。ウィンドウ上部のプロファイルを開いてサインインし、もう一度確認してください。
check-browser = ブラウザーによっては、拡張機能や設定がないとサインイン サービスにデバイスを示しません。Microsoft Edge は、職場アカウントで Edge にサインインしている間は示します。
check-go-on-means = このまま続けることもできます。このデバイスについてわかっていることは、あなたとサポート担当者の両方に表示されます。
check-go-on = 続ける
check-again = もう一度確認
renew-title = 登録したデバイスをお使いですか？
renew-lead = ブラウザーが登録を忘れたようです。1 週間使わないと忘れるブラウザーがあります。今そのデバイスを使っている場合にのみ更新してください。
renew = 更新
renew-done = このブラウザーを登録し直しました。
answered-title = 相手を待っています
answered-wait-helper = 同意しました。あとは担当者の接続を待ちます。
answered-wait-sharer = 同意しました。あとは相手の許可を待ちます。
cancel-session = セッションを終了

## /rh: sharing

share-title = 画面を共有
share-lead = 接続しました。担当者にはまだ何も見えていません。
share-cut-off = このページの外で共有が終了しました。ウィンドウが閉じられたか、ブラウザーが共有を停止しました。担当者にはもう何も表示されていません。
share-how = 何を見せるかをブラウザーが尋ねます。たいていの場合は「画面全体」が最適です。
share-close = メール、メッセージ、パスワードなど、見せたくないものは閉じてください。
share-screen = 画面を共有
sharing-title = 画面を共有しています
sharing-paused-title = 共有を一時停止しています
sharing-paused-lead = 担当者には最後の画面が静止して見え、一時停止中であることも伝わっています。
sharing-to = 見ている担当者:
sharing-time = 共有時間
sharing-preview = 担当者に見えている画面
pause = 一時停止
resume = 再開
stop-sharing = 共有を停止
tab-sharing = 共有中
tab-paused = 一時停止中

## /rhh: signing in, starting

helper-sign-in-title = サインインしてサポートする
helper-sign-in-lead = 職場のアカウントでサインインしてください。相手には名前、役職、会社が表示されます。
helper-home-title = サポートを始める
helper-home-lead = セッションを開始し、コードを伝えてください。相手が同意すると画面が表示されます。
helper-cannot-title = 管理者です
helper-cannot-lead = このアカウントは管理はできますが、サポートはできません。セッションを開始することはできません。
start-session = セッションを開始
start-from-device = デバイスを探す
open-sessions = 開いているセッション
open-session-waiting = まだ誰も参加していません
return-to-session = 戻る

## /rhh: the code

invite-title = このコードを伝えてください
invite-lead = コードとリンクは 1 人が 1 回だけ使えます。
invite-left = 有効時間
invite-mail = メールで送る
invite-mail-subject = Remote Help: セッションに参加してください
invite-mail-body = サポートを受けるには、このリンクを開いてください。職場のアカウントでサインインします。インストールは不要で、何を見せるかはご自身で決められます。
invite-mail-code = リンクが開けない場合は、Remote Help を開いて次のコードを入力してください:
invite-qr = セッション リンクの QR コード
copy-code = コードをコピー
copy-link = リンクをコピー
new-code = 新しいコード
invite-waiting = 参加を待っています…
invite-expired-title = コードの有効期限が切れました
invite-expired-lead = 時間内に誰も参加しませんでした。新しいコードで同じセッションを続けられます。
notify-ask = 参加があったら通知する
notify-granted = 別のタブにいても、参加があれば通知します。
notify-denied = ブラウザーがこのページの通知をブロックしています。このタブをご確認ください。
notify-title = セッションに参加がありました
notify-body = タブを開いて相手を確認してください。
tab-joined = 参加がありました

## /rhh: viewing

viewing-title = 表示中
viewing-of = 画面の持ち主:
viewing-none-title = まだ何も共有されていません
viewing-none-lead = 何を見せるかは相手が選びます。
viewing-none-lead-chat = 何を見せるかは相手が選びます。その間もチャットができます。
viewing-canvas = 共有された画面
viewer-zoom = 拡大と縮小
viewer-in = 拡大
viewer-out = 縮小
viewer-fit = 全体
viewer-fitted = 全体、{ $factor }
viewer-actual = 実際のサイズ
viewer-full = 全画面
viewer-key = { $tool } ({ $key })
viewer-keys = プラスとマイナスで拡大と縮小、0 で全体、1 で実際のサイズ、矢印キーで移動、F で全画面、S で統計情報が表示されます。
stats-title = 統計情報
stats-close = 閉じる
stats-frames = フレーム/秒
stats-frames-told = 取得 { $captured }、送信 { $sent }、スキップ { $skipped }
stats-data = データ量
stats-round-trip = 往復時間
stats-path = 経路の帯域
stats-path-told = { $rate } 以上
stats-picture = 取得画面
stats-picture-told = { $width } × { $height }、{ $format ->
    [0] I420
    [1] NV12
    [2] BGRA
   *[other] RGBA
 }
stats-film = 動画コーデック
stats-film-told = { $codec ->
    [0] VP8
    [1] VP9
    [2] H.264
   *[other] AV1
 }
stats-film-none = なし
stats-unknown = –
stats-stage = 段階 (ms)
stats-median = 中央値
stats-p95 = 95 %
stats-capture = キャプチャの揺らぎ
stats-queue = 待機
stats-copy = コピー
stats-damage = 差分検出
stats-encode = エンコード
stats-film-encode = 動画エンコード
stats-send = 送信
stats-network = ネットワーク (往復)
stats-reassemble = 再構成
stats-decode = デコード
stats-film-decode = 動画デコード
stats-convert = 変換
stats-draw = 描画
stats-display = 表示
state-live = ライブ
state-unchanged = 変化なし
state-stalled = 停滞
state-paused = 一時停止
state-none = 画面なし
state-age = { $time }経過
state-stalled-hint = 画面が古くなっています。接続を復旧しています。
state-paused-hint = 相手が一時停止しました。画面は意図的に静止しています。

## The session, on both sides

session-opening = セッションを開いています…
session-closed-title = ここではセッションを続けられません
take-over-here = ここで続ける
link-retrying = 接続が切れました。再試行しています…
presence-unstable-sharer = 相手の接続が不安定です。
presence-unstable-helper = 担当者の接続が不安定です。
presence-lost-sharer = 相手の接続が失われました。
presence-lost-helper = 担当者の接続が失われました。
presence-away-sharer = 相手がページを離れました。
presence-away-helper = 担当者がページを離れました。
presence-waits = セッションの待機時間:
presence-back-sharer = 相手が戻りました。
presence-back-helper = 担当者が戻りました。
leave = セッションを終了
leave-title = セッションを終了しますか？
leave-body = 双方のセッションが終了します。後で続けるには新しいコードが必要です。
leave-confirm = 終了する

## Chat

chat-title = チャット
chat-label = メッセージ
chat-placeholder = メッセージを入力
chat-send = 送信
chat-show = チャットを表示
chat-hide = チャットを隠す
chat-empty = メッセージはまだありません。
chat-waiting = 双方のブラウザーが接続されるとチャットを使えます。
chat-you = あなた
chat-helper = 担当者
chat-sharer = 相手
chat-pending = 未配信
chat-count = { $length } / { $limit } 文字
chat-unread =
    { $count ->
       *[other] 新着メッセージ { $count } 件
    }

## The end

ended-title = セッションは終了しました
ended-note = 共有はすべて停止しています。
ended-again-helper = 別のセッションを開始
ended-again-sharer = 別のコードを入力
ended-ended-by-helper =
    { $side ->
        [helper] セッションを終了しました。
       *[sharer] 担当者がセッションを終了しました。
    }
ended-ended-by-sharer =
    { $side ->
        [helper] 相手がセッションを終了しました。
       *[sharer] セッションを終了しました。
    }
ended-declined-by-sharer =
    { $side ->
        [helper] 相手が拒否しました。
       *[sharer] 拒否しました。画面は誰にも見られていません。
    }
ended-declined-by-helper =
    { $side ->
        [helper] 拒否しました。
       *[sharer] 担当者が拒否しました。間違いの場合は、新しいコードを依頼してください。
    }
ended-consent-timed-out = 時間内に双方の同意が得られませんでした。もう一度試すには新しいコードが必要です。
ended-nobody-joined = 時間内に誰も参加しませんでした。
ended-helper-gone =
    { $side ->
        [helper] 離れていた時間が長すぎました。
       *[sharer] 担当者が長時間離れていました。
    }
ended-sharer-gone =
    { $side ->
        [helper] 相手が長時間離れていました。
       *[sharer] 離れていた時間が長すぎました。
    }
ended-too-long = セッションの最長時間に達しました。
ended-ended-by-administrator = 管理者がセッションを終了しました。
ended-administrator-says = 管理者からのメッセージ:
ended-not-permitted =
    { $side ->
        [helper] コードを入力した人をサポートする権限がありません。管理者か、権限のある同僚に依頼してください。
       *[sharer] この担当者にはあなたをサポートする権限がありません。ヘルプ デスクに別の担当者を依頼してください。
    }
ended-permission-withdrawn =
    { $side ->
        [helper] このセッションでサポートする権限が取り消されました。管理者に問い合わせてください。
       *[sharer] 担当者にはこのセッションでサポートする権限がなくなりました。ヘルプ デスクに別の担当者を依頼してください。
    }
ended-device-not-enrolled =
    { $side ->
        [helper] 相手のデバイスは登録されていません。組織は登録済みのデバイスでのみサポートを行います。デバイスを登録するか、別のデバイスを使うよう依頼して、もう一度開始してください。
       *[sharer] 組織は、登録済みのデバイスでのみサポートを行います。このデバイスは登録されていません。別のデバイスを使うか、このデバイスの登録をヘルプ デスクに依頼してください。
    }
ended-other-than-bound =
    { $side ->
        [helper] セッションの対象とは別の人または別のデバイスが参加しました。もう一度開始し、リンクは対象の人にだけ渡してください。
       *[sharer] このセッションは、別の人または別のデバイスのために開始されました。担当者に、あなた用のセッションを依頼してください。
    }
ended-unknown = セッションが終了しました。

## The end: the sharer's receipt

receipt-title = 控え
receipt-lead = このセッションの記録です。組織のサービスが作成したもので、担当者は関与していません。
receipt-save = ファイルに保存
receipt-saved = 控えをブラウザーのダウンロード先に保存しました。
receipt-helper = サポートした人
receipt-sharer = あなた
receipt-device = お使いのデバイス
receipt-joined = 参加した時刻
receipt-agreed = 双方が同意した時刻
receipt-agreed-never = 双方の同意には至りませんでした。
receipt-ended = セッションが終わった時刻
receipt-why = 終わり方
receipt-said = 管理者からの説明
receipt-lasted = 長さ
receipt-shared = 共有したもの
receipt-shared-nothing = ありません。画面は誰にも見られていません。
receipt-shared-for = 共有した時間（一時停止を除く）
receipt-pauses = 一時停止
receipt-pauses-none = なし
receipt-pauses-some = { $count } 回、合計 { $time }
receipt-chat = チャット
receipt-chat-on = オン。書かれた内容は保存されません。
receipt-chat-off = オフ
receipt-chat-cut = セッション中に管理者がオフにするまでオン。書かれた内容は保存されません。
receipt-mode = 担当者にできたこと
receipt-mode-view = 見ることだけ。クリック、入力、何かを開くことはできませんでした。
receipt-session = セッションの番号
receipt-fine = 共有したものの種類は、ブラウザーの申告によるものです。ご質問の際は、セッションの番号をヘルプデスクにお伝えください。
surface-monitor = 画面全体
surface-window = ウィンドウ
surface-browser = ブラウザーのタブ
surface-unknown = 種類不明（ブラウザーが示していません）

## The helper's note

note-title = メモとチケット
note-lead = 組織のレポート用です。サポートを受ける人には決して表示されません。
note-text = メモ
note-text-hint = 問題の内容と、行ったこと。パスワードは書かないでください。
note-text-wrong = メモが長すぎるか、文字ではないものが含まれています。
note-ticket = チケット
note-ticket-hint = チケットシステムでの番号や名前。省略できます。
note-ticket-wrong = 番号が長すぎるか、文字ではないものが含まれています。
note-count = { $limit } 文字中 { $length } 文字
note-save = メモを保存
note-saved = 保存しました。
note-unsaved = まだ保存されていません。
note-kept = 入力した内容は残っています。もう一度お試しください。
note-loading = メモを読み込んでいます…
