; The setup program. Made by build.py, which gives:
;   TARGET   amd64-unicode where makensis has it, else x86-unicode
;   VERSION  1.2.3      SOURCE  the folder PyInstaller made      OUTPUT  the .exe
;   ICON     the .ico   BANNER  the .bmp of the first and the last page
; Command line of the setup: /S silent, /AllUsers or /CurrentUser, /D=FOLDER last.
; Exit codes: 0 done, 1 cancelled, 2 failed, 3 the program is running.

Target ${TARGET}
Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true

!define NAME "楼栋长工作台"
!define ID "LdzDesktop"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define DATA "%LOCALAPPDATA%\LdzDesktop"
!define RUNNING 3

; One user needs no rights; who has an administrator's may choose all users.
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${ID}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include WinVer.nsh

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" ""

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将安装 ${NAME} ${VERSION}。$\r$\n$\r$\n装过旧版的，会在原处升级：办公室的数据不动，设置照旧。$\r$\n$\r$\n安装前请先关闭正在运行的 ${NAME}。$\r$\n$\r$\n$_CLICK"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION RunAsTheUser
!define MUI_FINISHPAGE_RUN_TEXT "打开 ${NAME}"
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "将删除程序。办公室的数据不会删除，它们在数据文件夹里（没有改过的话是 ${DATA}）；不再需要时请自己删除。"
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
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${NAME} 需要 Windows 10 或 11（64 位），这台电脑不能安装。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Not with the rights of the setup program: the data would become another account's.
Function RunAsTheUser
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\ldz-desktop.exe"'
FunctionEnd

Section "!${NAME}" program
  SectionIn RO
  Call RefuseWhileRunning
  RMDir /r "$INSTDIR\_internal"   ; modules of the older version must not be found again
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\ldz-desktop.exe"

  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
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
SectionEnd

Section "桌面快捷方式" desktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\ldz-desktop.exe"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${program} "程序、字体，以及开始菜单里的快捷方式。"
  !insertmacro MUI_DESCRIPTION_TEXT ${desktop} "在桌面上放一个快捷方式。"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

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
  MessageBox MB_OK|MB_ICONINFORMATION "程序已经卸载。$\r$\n$\r$\n办公室的数据没有删除：没有改过的话在 ${DATA}（每个用户各有一份），改过的在原来选的文件夹里。重新安装后可以接着用；不再需要时请自己删除。" /SD IDOK
SectionEnd
