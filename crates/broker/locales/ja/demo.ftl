# デモ用サインイン サービスのページ。

demo-notice = これはデモです。組織と人物は架空のもので、パスワードは必要ありません。

demo-accounts-title = アカウントの選択 · デモ
demo-accounts-heading = どなたとして続けますか?
demo-accounts-lead = リモート ヘルプへのサインインが必要です。続ける人物を選んでください。

demo-group-helpers = サポート担当者 (ヘルプを提供できます)
demo-group-sharers = 社員 (ヘルプを依頼できます)
demo-group-outsiders = 別の組織の人 (サインインは拒否されます)

demo-decline = サインインしない

demo-refused-heading = このサインインは続けられません
demo-refused-text = 登録されていないアプリまたはアドレスからの要求です。リモート ヘルプからやり直してください。

demo-signed-out-heading = サインアウトしました
demo-signed-out-text = このタブを閉じてかまいません。

demo-to-start = リモート ヘルプへ移動
