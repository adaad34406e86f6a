; The setup program. Made by build.py, which gives:
;   TARGET   amd64-unicode where makensis has it, else x86-unicode
;   MARK     " LAB-TEST" for a setup that is no release, else empty
;   SIGN_WITH, SIGN_BY   the Python and the script that sign a file, where there is a signer
;   VERSION  1.2.3      SOURCE  the folder PyInstaller made      OUTPUT  the .exe
;   ICON     the .ico   BANNER  the .bmp of the last page
; Three pages: one question page, the progress, the end.
; Command line of the setup: /S silent, /AllUsers or /CurrentUser, /D=FOLDER last.
; Exit codes: 0 done, 1 cancelled, 2 failed or refused, 3 the program is running.

Target ${TARGET}
Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
AllowSkipFiles off   ; a silent setup would leave out what it cannot write, and say nothing

!define NAME "楼栋长工作台"
!define ID "LdzDesktop"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define BACKUP "${ID}.Backup"
!define BACKUP_ENDING ".ldzbackup"
!define VISIT "${ID}.Visit"
!define VISIT_ENDING ".ldzvisit"
!define REFUSED 2
!define RUNNING 3

; One user needs no rights; who has an administrator's may choose all users.
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${ID}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_FUNCTION TakeGivenFolder
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include nsDialogs.nsh
!include Sections.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

Var GivenFolder
Var Data   ; where the data lies that was not moved, of the user who runs this
Var Folder
Var ForAll
Var ForMe
Var OnDesktop
Name "${NAME}"
Caption "${NAME} ${VERSION}${MARK} 安装"
UninstallCaption "卸载${NAME}"
OutFile "${OUTPUT}"
!ifdef SIGN_WITH
  !uninstfinalize '"${SIGN_WITH}" "${SIGN_BY}" --sign-file "%1"' = 0
!endif
BrandingText " "   ; it would stand below the banner, half hidden
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序${MARK}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" ""

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_ABORTWARNING
Page custom AskEverything TakeAnswers
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION RunAsTheUser
!define MUI_FINISHPAGE_RUN_TEXT "打开 ${NAME}"
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "将删除程序。办公室的数据不会删除，它们在数据文件夹里（没有改过的话是 $Data）；不再需要时请自己删除。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A program that runs cannot be written to: asked of both, so that nothing is half replaced.
!macro REFUSE_WHILE_RUNNING UN
Function ${UN}RefuseIfOpen   ; $0: file
  again:
  IfFileExists "$0" 0 free
  ClearErrors
  FileOpen $1 "$0" a
  IfErrors busy
  FileClose $1
  Goto free
  busy:
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行，所以现在不能继续。$\r$\n$\r$\n请关闭它（别的用户登录着的也要关闭），再点“重试”。" /SD IDCANCEL IDRETRY again
  SetErrorLevel ${RUNNING}
  Quit
  free:
FunctionEnd
Function ${UN}RefuseWhileRunning
  StrCpy $0 "$INSTDIR\ldz-desktop.exe"
  Call ${UN}RefuseIfOpen
  StrCpy $0 "$INSTDIR\ldz-desktop-cli.exe"
  Call ${UN}RefuseIfOpen
FunctionEnd
!macroend
!insertmacro REFUSE_WHILE_RUNNING ""
!insertmacro REFUSE_WHILE_RUNNING "un."

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763   ; what Qt 6 asks for
    MessageBox MB_OK|MB_ICONSTOP "${NAME} 需要 64 位的 Windows 10（1809 或更新）或 Windows 11。这台电脑的系统太旧（例如 Windows 7、8.1），装不了，没有改动任何东西。$\r$\n$\r$\n可以这样办：$\r$\n1. 换一台装着 Windows 10 或 11 的电脑来装。已有的数据用备份文件（.ldzbackup）或整个数据文件夹带过去。$\r$\n2. 请单位管电脑的同志把这台升级到 64 位的 Windows 10（1809 以后）或 11，再装一次。$\r$\n3. 装着统信 UOS、麒麟的电脑，用名字以 .deb 结尾的安装包。" /SD IDOK
    SetErrorLevel ${REFUSED}
    Quit
  ${EndIf}
  Call RefuseWithoutRights
  StrCpy $GivenFolder $INSTDIR   ; empty without /D
  !insertmacro MULTIUSER_INIT
  Call RefuseOlder
FunctionEnd

; MultiUser.nsh forgets /D.
Function TakeGivenFolder
  StrCmp $GivenFolder "" +2
  StrCpy $INSTDIR $GivenFolder
FunctionEnd

; MultiUser.nsh asks the same in English, and waits for an answer even when silent. Where the program
; was set up for everybody, a second one of the same name beside it would only confuse.
Function RefuseWithoutRights
  UserInfo::GetAccountType
  Pop $0
  StrCmp $0 "Admin" done
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/AllUsers" $2
  ${IfNot} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "给所有用户安装需要管理员权限。$\r$\n$\r$\n请用管理员身份运行安装程序；或者去掉 /AllUsers，只装给自己。" /SD IDOK
    SetErrorLevel ${REFUSED}
    Quit
  ${EndIf}
  ReadRegStr $3 HKLM "${KEY}" "DisplayVersion"
  ReadRegStr $4 HKCU "${KEY}" "DisplayVersion"
  ${If} $3 != ""
  ${AndIf} $4 == ""
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "这台电脑已经给所有用户装了 ${NAME} $3，升级它需要管理员权限。$\r$\n$\r$\n要另外给自己装一份 ${VERSION} 吗？点“否”退出，请管理员来升级。" /SD IDNO IDYES done
    SetErrorLevel ${REFUSED}
    Quit
  ${EndIf}
  done:
FunctionEnd

; An older program does not open what a newer one has written.
Function RefuseOlder
  ReadRegStr $0 SHCTX "${KEY}" "DisplayVersion"
  StrCmp $0 "" done
  ${VersionCompare} "$0" "${VERSION}" $1
  ${If} $1 == 1
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "已经装了更新的 ${NAME} $0，这是旧的 ${VERSION}。$\r$\n$\r$\n旧版打不开新版用过的数据。仍然要换成旧版吗？" /SD IDNO IDYES done
    SetErrorLevel ${REFUSED}
    Quit
  ${EndIf}
  done:
FunctionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  StrCpy $Data "$LOCALAPPDATA\LdzDesktop"
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Not with the rights of the setup program: the data would become another account's.
Function RunAsTheUser
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\ldz-desktop.exe"'
FunctionEnd

!define NEW "$INSTDIR\new"
!define OLD "$INSTDIR\old"

Function .onInstFailed
  SetOutPath "$TEMP"   ; a folder that is worked in cannot go
  RMDir /r "${NEW}"
  RMDir "$INSTDIR"
  SetErrorLevel ${REFUSED}
FunctionEnd

; Folders change their names at once; modules of the older version are not found again.
Function PutInPlace
  RMDir /r "${OLD}"
  ClearErrors
  IfFileExists "$INSTDIR\_internal\*.*" 0 free
  Rename "$INSTDIR\_internal" "${OLD}"
  IfErrors busy
  free:
  Rename "${NEW}\_internal" "$INSTDIR\_internal"
  IfErrors back
  FindFirst $0 $1 "${NEW}\*.*"
  next:
  StrCmp $1 "" end
  IfFileExists "${NEW}\$1\*.*" skip
  Delete "$INSTDIR\$1"
  Rename "${NEW}\$1" "$INSTDIR\$1"
  skip:
  FindNext $0 $1
  Goto next
  end:
  FindClose $0
  RMDir /r "${NEW}"
  RMDir /r "${OLD}"
  Return
  back:
  Rename "${OLD}" "$INSTDIR\_internal"
  busy:
  MessageBox MB_OK|MB_ICONSTOP "不能换下旧版的文件，原来的程序没有改动。$\r$\n$\r$\n可能有别的程序（例如杀毒软件）正在读它们。请稍后再运行一次安装程序。" /SD IDOK
  Abort
FunctionEnd

; A double click on a backup or a visit pack opens it in the program, which asks for the password.
!macro OPENS KIND ENDING NOUN
  WriteRegStr SHCTX "Software\Classes\${ENDING}" "" "${KIND}"
  WriteRegStr SHCTX "Software\Classes\${KIND}" "" "${NAME}${NOUN}"
  WriteRegStr SHCTX "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\ldz-desktop.exe,0"
  WriteRegStr SHCTX "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\ldz-desktop.exe" "%1"'
!macroend
!macro OPENS_NO_MORE KIND ENDING
  DeleteRegKey SHCTX "Software\Classes\${KIND}"
  ReadRegStr $0 SHCTX "Software\Classes\${ENDING}" ""
  ${If} $0 == "${KIND}"   ; not of another program that took it over
    DeleteRegKey SHCTX "Software\Classes\${ENDING}"
  ${EndIf}
!macroend

Section "!${NAME}" program
  SectionIn RO
  Call RefuseWhileRunning
  ; All of the new version is on the disk before anything of the old one goes.
  RMDir /r "${NEW}"
  SetOutPath "${NEW}"
  File /r "${SOURCE}/*"
  SetOutPath "$INSTDIR"
  Call PutInPlace
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\ldz-desktop.exe"

  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}${MARK}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\ldz-desktop.exe"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" $0

  !insertmacro OPENS "${BACKUP}" "${BACKUP_ENDING}" "备份"
  !insertmacro OPENS "${VISIT}" "${VISIT_ENDING}" "走访包"
  ${RefreshShellIcons}
SectionEnd

Section "桌面快捷方式" desktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\ldz-desktop.exe"
SectionEnd

; For whom, where, and an icon on the desktop: all on one page, and right as it is for nearly everybody.
Function AskEverything
  !insertmacro MUI_HEADER_TEXT "安装 ${NAME} ${VERSION}${MARK}" "装过旧版的会在原处升级：办公室的数据不动，设置照旧。"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 10u "安装前请先关闭正在运行的 ${NAME}。不需要联网。"
  Pop $0
  ${NSD_CreateRadioButton} 0 20u 100% 12u "只给我自己(&M)"
  Pop $ForMe
  ${NSD_CreateRadioButton} 0 34u 100% 12u "给这台电脑的所有用户(&A)"
  Pop $ForAll
  ${NSD_CreateLabel} 0 56u 100% 10u "装在这个文件夹里(&F)："
  Pop $0
  ${NSD_CreateDirRequest} 0 68u 78% 13u "$INSTDIR"
  Pop $Folder
  ${NSD_CreateBrowseButton} 80% 67u 20% 15u "浏览(&B) …"
  Pop $0
  ${NSD_OnClick} $0 Browse
  ${NSD_CreateCheckbox} 0 92u 100% 12u "在桌面上放一个图标(&D)"
  Pop $OnDesktop
  ${NSD_Check} $OnDesktop
  ${If} $MultiUser.InstallMode == "AllUsers"
    ${NSD_Check} $ForAll
  ${Else}
    ${NSD_Check} $ForMe
  ${EndIf}
  ${If} $MultiUser.Privileges != "Admin"
  ${AndIf} $MultiUser.Privileges != "Power"
    EnableWindow $ForAll 0   ; it takes an administrator's rights
  ${EndIf}
  ${NSD_OnClick} $ForMe ForMeOnly
  ${NSD_OnClick} $ForAll ForEverybody
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:安装(&I)"
  nsDialogs::Show
FunctionEnd
Function ForMeOnly
  Call MultiUser.InstallMode.CurrentUser
  ${NSD_SetText} $Folder $INSTDIR
FunctionEnd
Function ForEverybody
  Call MultiUser.InstallMode.AllUsers
  ${NSD_SetText} $Folder $INSTDIR
FunctionEnd
Function Browse
  ${NSD_GetText} $Folder $0
  nsDialogs::SelectFolderDialog "把 ${NAME} 装在哪个文件夹里" "$0"
  Pop $0
  ${If} $0 != error
    ${NSD_SetText} $Folder $0
  ${EndIf}
FunctionEnd
Function TakeAnswers
  ${NSD_GetText} $Folder $INSTDIR
  ${If} $INSTDIR == ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "请填写装在哪个文件夹里。"
    Abort
  ${EndIf}
  ${NSD_GetState} $OnDesktop $0
  ${If} $0 == ${BST_CHECKED}
    !insertmacro SelectSection ${desktop}
  ${Else}
    !insertmacro UnselectSection ${desktop}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.RefuseWhileRunning
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\ldz-desktop.exe"
  Delete "$INSTDIR\ldz-desktop-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"   ; stays where somebody keeps files of their own in it
  DeleteRegKey SHCTX "${KEY}"
  !insertmacro OPENS_NO_MORE "${BACKUP}" "${BACKUP_ENDING}"
  !insertmacro OPENS_NO_MORE "${VISIT}" "${VISIT_ENDING}"
  ${RefreshShellIcons}
  MessageBox MB_OK|MB_ICONINFORMATION "程序已经卸载。$\r$\n$\r$\n办公室的数据没有删除：没有改过的话在 $Data（每个用户各有一份），改过的在原来选的文件夹里。重新安装后可以接着用；不再需要时请自己删除。" /SD IDOK
SectionEnd
